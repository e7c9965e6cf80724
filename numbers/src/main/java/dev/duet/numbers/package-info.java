/** Telephone numbers as people write them, on libphonenumber. Adding the jar to the class path is enough. */
@NullMarked
package dev.duet.numbers;

import org.jspecify.annotations.NullMarked;
