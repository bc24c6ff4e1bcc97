"""Decodes the files that pydicom brings along: prints each file and, where it is a single grey frame
of cells up to 16 bits that pydicom decodes, the file in the given folder that holds its stored values,
as unsigned little-endian words without bits outside the value.
"""
import pathlib
import sys
import warnings

import numpy as np
import pydicom
import pydicom.data

warnings.simplefilter("ignore")


def stored(file):
    dataset = pydicom.dcmread(file, force=True)
    if (
        dataset.get("SamplesPerPixel") != 1
        or int(dataset.get("NumberOfFrames") or 1) != 1
        or dataset.BitsAllocated not in (8, 16)
    ):
        return None
    shift = dataset.HighBit + 1 - dataset.BitsStored
    return (dataset.pixel_array.astype(np.int32) >> shift) & ((1 << dataset.BitsStored) - 1)


folder = pathlib.Path(sys.argv[1])
root = pathlib.Path(pydicom.data.__file__).parent / "test_files"
for number, file in enumerate(sorted(f for f in root.rglob("*") if f.is_file())):
    pixels = ""
    try:
        values = stored(file)
        if values is not None:
            pixels = folder / f"{number}.words"
            values.astype("<u2").tofile(pixels)
    except Exception as e:
        print("left out", file, type(e).__name__, file=sys.stderr)
    print(root, file.relative_to(root), pixels, sep="\t")
