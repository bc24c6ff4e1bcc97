/** A DICOM codec on dcm4che, for sites that have it. */
@NullMarked
package io.github.thorax4j.dcm4che;

import org.jspecify.annotations.NullMarked;
