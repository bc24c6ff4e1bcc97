/** What an implementation of thorax4j provides, found with {@link java.util.ServiceLoader}. */
@NullMarked
package io.github.thorax4j.spi;

import org.jspecify.annotations.NullMarked;
