/**
 * From stored values to 0..1, bone white: one class a step of the grayscale pipeline (PS3.4 section
 * N.2). Nobody's API: it changes without notice.
 */
@NullMarked
package io.github.thorax4j.dicom.internal.grey;

import org.jspecify.annotations.NullMarked;
