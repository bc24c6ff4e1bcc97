"""Prints what pydicom reads from files, one attribute a line: FILE, then the tag of the attribute
with those of the sequences around it and the numbers of their items, then the value as JSON.

Text is a list of values without padding, numbers are a list, items are counted. Attributes from the
pixel data on are left out, and so is what pydicom itself cannot convert. Without arguments the files
are those that pydicom brings along.
"""
import json
import pathlib
import sys
import warnings

import pydicom
import pydicom.data

warnings.simplefilter("ignore")

TEXT = set("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split())
NUMBERS = set("US SS UL SL FL FD UV SV".split())
PADDING = "".join(map(chr, range(33)))


def values(element):
    value = element.value
    if value is None:
        return []
    if isinstance(value, (list, tuple, pydicom.multival.MultiValue)):
        return list(value)
    return [value]


def text(value):
    """The text as it is in the file: numbers lose their spelling otherwise."""
    spelling = getattr(value, "original_string", None)
    return (spelling if isinstance(spelling, str) else str(value or "")).strip(PADDING)


def show(dataset, prefix):
    for tag in sorted(dataset.keys()):
        if tag >= 0x7FE00000:
            return
        try:
            element = dataset[tag]
            path = prefix + f"{tag:08X}"
            if element.VR == "SQ":
                print(path, len(element.value), sep="\t")
                for i, item in enumerate(element.value):
                    show(item, f"{path}/{i}/")
            elif element.VR in TEXT:
                texts = [text(v) for v in values(element)]
                if any(texts):
                    print(path, json.dumps(texts), sep="\t")
            elif element.VR in NUMBERS:
                print(path, json.dumps([float(v) for v in values(element)]), sep="\t")
        except Exception as e:
            print("left out", type(e).__name__, file=sys.stderr)


if len(sys.argv) > 1:
    files = sys.argv[1:]
else:
    files = [
        str(file)
        for file in sorted(pathlib.Path(pydicom.data.__file__).parent.rglob("*"))
        if file.suffix == ".dcm" or (file.is_file() and file.read_bytes()[128:132] == b"DICM")
    ]
for file in files:
    try:
        dataset = pydicom.dcmread(file, force=True, stop_before_pixels=True)
    except Exception as e:
        print("left out", file, type(e).__name__, file=sys.stderr)
        continue
    print("FILE", file, sep="\t")
    show(dataset, "")
