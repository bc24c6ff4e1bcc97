/**
 * Decodes JPEG-LS (ISO/IEC 14495-1, ITU-T T.87) scans of one component. Nobody's API: it changes
 * without notice.
 */
@NullMarked
package io.github.thorax4j.dicom.internal.jpegls;

import org.jspecify.annotations.NullMarked;
