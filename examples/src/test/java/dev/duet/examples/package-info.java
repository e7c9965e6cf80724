/** Tests of the examples; the end-to-end suites. */
@NullMarked
package dev.duet.examples;

import org.jspecify.annotations.NullMarked;
