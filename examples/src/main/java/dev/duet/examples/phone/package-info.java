/** A softphone for the terminal: for people who type, and for scripts. */
@NullMarked
package dev.duet.examples.phone;

import org.jspecify.annotations.NullMarked;
