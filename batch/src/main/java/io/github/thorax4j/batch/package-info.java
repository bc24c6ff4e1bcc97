/**
 * Work on many files, and what is shown of it: folders walked, files classified by several threads,
 * models measured, reports, plots and tables written. What the command, the ImageJ plugin and other
 * front ends share.
 *
 * <p>Research software, not for diagnosis.
 */
@NullMarked
package io.github.thorax4j.batch;

import org.jspecify.annotations.NullMarked;
