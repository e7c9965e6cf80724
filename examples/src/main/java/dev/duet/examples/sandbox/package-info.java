/** The sandbox as a program, to try the phone against. */
@NullMarked
package dev.duet.examples.sandbox;

import org.jspecify.annotations.NullMarked;
