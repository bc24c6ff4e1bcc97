/**
 * JMH benchmarks, and the programs that write what the scripts of this module measure on. Every
 * image is generated; none is of a person.
 */
@NullMarked
package io.github.thorax4j.benchmark;

import org.jspecify.annotations.NullMarked;
