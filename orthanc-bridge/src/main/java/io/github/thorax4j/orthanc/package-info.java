/**
 * A service beside Orthanc: each new chest radiograph is classified, results go back into the
 * study, studies are labelled, prioritised and routed by the site's rules.
 *
 * <p>Research software, not for diagnosis.
 */
@NullMarked
package io.github.thorax4j.orthanc;

import org.jspecify.annotations.NullMarked;
