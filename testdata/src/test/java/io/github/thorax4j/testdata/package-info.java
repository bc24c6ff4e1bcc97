@NullMarked
package io.github.thorax4j.testdata;

import org.jspecify.annotations.NullMarked;
