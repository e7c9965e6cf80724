/** Duet sandbox. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox;
