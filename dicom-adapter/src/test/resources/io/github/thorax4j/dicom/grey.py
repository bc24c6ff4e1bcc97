"""Prints the pixels of DICOM files as pydicom sees them: name, lowest, highest, values 0..1.

The grayscale pipeline of PS3.4 section N.2 on pydicom's own functions, without a window the range
of the pixels.
"""
import sys

import numpy as np
import pydicom
from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut

for path in sys.argv[1:]:
    ds = pydicom.dcmread(path, force=True)
    stored = ds.pixel_array
    # pydicom takes the whole cell; the value ends at the high bit, and its sign is there (PS3.5
    # section 8.1.1)
    if ds.HighBit != ds.BitsStored - 1:
        stored = stored >> (ds.HighBit + 1 - ds.BitsStored)
    if ds.PixelRepresentation == 1:
        sign = 1 << (ds.BitsStored - 1)
        stored = ((stored.astype(np.int32) & (2 * sign - 1)) ^ sign) - sign
    values = apply_modality_lut(stored, ds).astype(np.float64)
    if "VOILUTSequence" in ds:
        grey = apply_voi_lut(apply_modality_lut(stored, ds), ds, prefer_lut=True).astype(np.float64)
        grey /= 2 ** ds.VOILUTSequence[0].LUTDescriptor[2] - 1
    elif "WindowWidth" in ds:
        # pydicom spreads the window over the range of the modality's values
        grey = apply_voi_lut(values, ds, prefer_lut=False)
        slope = float(ds.get("RescaleSlope", 1))
        intercept = float(ds.get("RescaleIntercept", 0))
        bits = ds.BitsStored
        low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if ds.PixelRepresentation else (0, 2**bits - 1)
        low, high = low * slope + intercept, high * slope + intercept
        if "ModalityLUTSequence" in ds:
            low, high = 0, 2 ** ds.ModalityLUTSequence[0].LUTDescriptor[2] - 1
        grey = (grey - low) / (high - low)
    else:
        grey = (values - values.min()) / (values.max() - values.min())
    shape = ds.get("PresentationLUTShape", "")
    if shape == "INVERSE" or (shape == "" and ds.PhotometricInterpretation == "MONOCHROME1"):
        grey = 1 - grey
    print(" ".join(f"{v:.6f}" for v in grey.ravel()))
