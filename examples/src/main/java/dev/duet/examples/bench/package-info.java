/** Measures what calls cost and how fast they connect. */
@NullMarked
package dev.duet.examples.bench;

import org.jspecify.annotations.NullMarked;
