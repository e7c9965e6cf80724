/** The house rules: who may use whom, and what the public API is. */
@NullMarked
package dev.duet.examples.architecture;

import org.jspecify.annotations.NullMarked;
