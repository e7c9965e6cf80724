/** What the parts of the sandbox share. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal;
