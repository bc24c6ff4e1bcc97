-- Wakes the thorax4j bridge when Orthanc has stored an object, so that it need not wait for its next look (a second).
-- It is only a wake-up call: without it, or if it fails, nothing is lost.
--
-- Name this file in "LuaScripts" of Orthanc's configuration, after all scripts that have an OnStoredInstance of their own.
-- It needs curl. In Orthanc's environment, THORAX4J_URL and THORAX4J_TOKEN say where the bridge's page is and what it asks
-- for, if that is not http://127.0.0.1:8043 on the same machine.
--
-- Orthanc runs one script at a time, and who uploads by HTTP waits for it. So the call is made by another process, which
-- this script does not wait for, at most once a second, and gives up after a second.
-- Reports and pictures such as the bridge's own results (SR, OT) do not wake it: the next film may arrive in the same second.

local command = [[
{ [ -z "$THORAX4J_TOKEN" ] || printf 'Authorization: Bearer %s\n' "$THORAX4J_TOKEN"; } |
  curl --silent --max-time 1 --request POST --header @- "${THORAX4J_URL:-http://127.0.0.1:8043}/wake" >/dev/null 2>&1 &
]]

local last = 0
local others = OnStoredInstance

function OnStoredInstance(id, tags, ...)
  if others then
    others(id, tags, ...)
  end
  local modality = type(tags) == 'table' and tags.Modality
  if modality == 'SR' or modality == 'OT' then
    return
  end
  local now = os.time()
  if now ~= last then
    last = now
    os.execute(command)
  end
end
