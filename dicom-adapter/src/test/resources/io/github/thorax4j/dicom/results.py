"""Prints what pydicom reads in result objects, one JSON object a line."""
import json
import sys

import pydicom


def node(item):
    name = item.ConceptNameCodeSequence[0].CodeMeaning if "ConceptNameCodeSequence" in item else ""
    kind = item.ValueType
    if kind == "CODE":
        value = item.ConceptCodeSequence[0].CodeMeaning
    elif kind == "NUM":
        value = float(item.MeasuredValueSequence[0].NumericValue)
    elif kind in ("TEXT", "UIDREF", "DATE", "TIME"):
        value = str({"TEXT": item.get("TextValue"), "UIDREF": item.get("UID"),
                     "DATE": item.get("Date"), "TIME": item.get("Time")}[kind])
    elif kind == "IMAGE":
        value = item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
    else:
        value = ""
    lines = [[item.get("RelationshipType", ""), kind, name, value]]
    for child in item.get("ContentSequence", []):
        lines += node(child)
    return lines


for file in sys.argv[1:]:
    data = pydicom.dcmread(file)
    assert not any(data.preamble)
    meta = data.file_meta
    said = {
        "meta": [meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID,
                 meta.TransferSyntaxUID, meta.ImplementationClassUID],
        "object": [data.SOPClassUID, data.SOPInstanceUID],
        "series": [data.StudyInstanceUID, data.SeriesInstanceUID, data.Modality],
        "name": str(data.PatientName),
        "model": data.ManufacturerModelName,
    }
    if "ContentSequence" in data:
        said["tree"] = node(data)
    else:
        said["pixels"] = [int(data.Columns), int(data.Rows), sum(data.PixelData)]
    print(json.dumps(said, sort_keys=True))
