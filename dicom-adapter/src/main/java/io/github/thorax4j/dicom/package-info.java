/**
 * Reads radiographs from DICOM files, shows what a model saw in them, and writes what it answered.
 *
 * <p>{@link io.github.thorax4j.dicom.DicomFormat} is the road from a file to a {@link
 * io.github.thorax4j.Radiograph}: a {@link io.github.thorax4j.dicom.DicomCodec} reads the header,
 * the {@link io.github.thorax4j.dicom.HeaderGate} decides whether it is a frontal chest radiograph,
 * and only then are pixels decoded and brought to 0 to 1, bone white. {@link
 * io.github.thorax4j.dicom.ResultObjects} is the road back: structured reports and secondary
 * captures that belong to the film's study. Sections of the standard are cited as PS3.part section.
 */
@NullMarked
package io.github.thorax4j.dicom;

import org.jspecify.annotations.NullMarked;
