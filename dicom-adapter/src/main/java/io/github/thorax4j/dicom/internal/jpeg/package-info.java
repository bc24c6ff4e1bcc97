/**
 * Decodes lossless JPEG (ISO/IEC 10918-1, ITU-T T.81, process 14) scans of one component. Nobody's
 * API: it changes without notice.
 */
@NullMarked
package io.github.thorax4j.dicom.internal.jpeg;

import org.jspecify.annotations.NullMarked;
