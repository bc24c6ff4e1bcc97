"""Writes an image as JPEG 2000 codestreams of many forms, with OpenJPEG as Pillow has it.

Arguments: the raw cells, columns, rows, bytes of a cell, the folder for the streams. Beside each
stream is what OpenJPEG decodes it to. Prints the names of the streams.
"""
import sys

from PIL import Image

raw, columns, rows, size, folder = sys.argv[1:]
with open(raw, "rb") as file:
    cells = file.read()
image = Image.frombytes("L" if size == "1" else "I;16", (int(columns), int(rows)), cells)

forms = {
    "tiles": {"tile_size": (16, 24)},
    "tiles_off_the_image": {"offset": (5, 3), "tile_offset": (2, 1), "tile_size": (20, 16)},
    "off_the_origin": {"offset": (13, 7), "tile_size": (512, 512)},
    "layers": {"quality_mode": "rates", "quality_layers": [40, 10, 1]},
    "small_blocks": {"codeblock_size": (4, 8)},
    "wide_blocks": {"codeblock_size": (256, 16)},
    "one_resolution": {"num_resolutions": 1},
    "few_resolutions": {"num_resolutions": 2},
    "precincts": {"precinct_size": (32, 32), "codeblock_size": (16, 16)},
}
for order in ("LRCP", "RLCP", "RPCL", "PCRL", "CPRL"):
    forms["order_" + order] = {
        "progression": order,
        "num_resolutions": 3,
        "tile_size": (32, 32),
        "precinct_size": (16, 16),
        "codeblock_size": (8, 8),
        "quality_mode": "rates",
        "quality_layers": [20, 5, 1],
    }
for name, form in list(forms.items()):
    forms["irreversible_" + name] = dict(form, irreversible=True)
for name, form in forms.items():
    stream = folder + "/" + name + ".j2k"
    image.save(stream, no_jp2=True, **form)
    with open(folder + "/" + name + ".raw", "wb") as file:
        file.write(Image.open(stream).tobytes())
    print(name)
