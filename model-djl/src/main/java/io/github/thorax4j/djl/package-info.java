/**
 * Classification, explanation and training on Deep Java Library and PyTorch, and the model file.
 *
 * <p>Everything runs on the CPU, from the class path, without network access.
 */
@NullMarked
package io.github.thorax4j.djl;

import org.jspecify.annotations.NullMarked;
