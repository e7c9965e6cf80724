/** What libphonenumber says. */
@NullMarked
package dev.duet.numbers.internal;

import org.jspecify.annotations.NullMarked;
