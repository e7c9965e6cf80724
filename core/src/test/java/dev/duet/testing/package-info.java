/** Stacks and media that do what a test tells them, and remember what the core told them. */
@org.jspecify.annotations.NullMarked
package dev.duet.testing;
