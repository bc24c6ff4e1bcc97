/**
 * JPEG 2000 part 1 (ISO/IEC 15444-1, ITU-T T.800) with the decoder of jai-imageio, which gets to
 * see only what was checked, and is kept quiet.
 */
@NullMarked
package io.github.thorax4j.dicom.internal.jpeg2000;

import org.jspecify.annotations.NullMarked;
