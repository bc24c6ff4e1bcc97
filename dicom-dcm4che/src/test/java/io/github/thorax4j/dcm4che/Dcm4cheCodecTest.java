package io.github.thorax4j.dcm4che;

import io.github.thorax4j.dicom.DicomCodec;
import io.github.thorax4j.dicom.DicomCodecContract;

class Dcm4cheCodecTest extends DicomCodecContract {

  @Override
  protected DicomCodec codec() {
    return new Dcm4cheCodec();
  }
}
