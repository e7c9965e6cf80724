/** The phone against a fake account. */
@NullMarked
package dev.duet.examples.phone;

import org.jspecify.annotations.NullMarked;
