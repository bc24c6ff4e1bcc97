/**
 * Menu commands for ImageJ and Fiji, and {@link io.github.thorax4j.imagej.Thorax4J} for scripts.
 *
 * <p>Research software, not for diagnosis.
 */
@NullMarked
package io.github.thorax4j.imagej;

import org.jspecify.annotations.NullMarked;
