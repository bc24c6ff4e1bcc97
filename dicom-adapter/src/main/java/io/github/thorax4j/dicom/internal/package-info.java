/** The built-in DICOM codec. Nobody's API: it changes without notice. */
@NullMarked
package io.github.thorax4j.dicom.internal;

import org.jspecify.annotations.NullMarked;
