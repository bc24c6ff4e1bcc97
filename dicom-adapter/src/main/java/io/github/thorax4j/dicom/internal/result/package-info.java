/** Results as DICOM objects. Nobody's API: it changes without notice. */
@NullMarked
package io.github.thorax4j.dicom.internal.result;

import org.jspecify.annotations.NullMarked;
