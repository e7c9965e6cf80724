/** Duet examples. */
@org.jspecify.annotations.NullMarked
package dev.duet.examples;
