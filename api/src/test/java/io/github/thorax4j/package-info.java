@NullMarked
package io.github.thorax4j;

import org.jspecify.annotations.NullMarked;
