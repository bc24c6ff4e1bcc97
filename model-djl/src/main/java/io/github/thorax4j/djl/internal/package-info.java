/** Networks, training and their engine; nobody's API. */
@NullMarked
package io.github.thorax4j.djl.internal;

import org.jspecify.annotations.NullMarked;
