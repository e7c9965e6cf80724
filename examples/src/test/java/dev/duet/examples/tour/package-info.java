/** The tour, as a test. */
@NullMarked
package dev.duet.examples.tour;

import org.jspecify.annotations.NullMarked;
