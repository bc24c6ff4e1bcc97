/**
 * What tests of radiograph software need: generated radiographs with known content, DICOM objects
 * with any attributes, small labelled sets, and the contract tests that every implementation of the
 * api has to pass. Everything here is synthetic and depends on its arguments alone.
 */
@NullMarked
package io.github.thorax4j.testdata;

import org.jspecify.annotations.NullMarked;
