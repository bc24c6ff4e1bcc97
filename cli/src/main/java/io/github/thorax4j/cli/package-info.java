/**
 * The {@code thorax4j} command: classify, train, evaluate, inspect, model.
 *
 * <p>Research software, not for diagnosis.
 */
@NullMarked
package io.github.thorax4j.cli;

import org.jspecify.annotations.NullMarked;
