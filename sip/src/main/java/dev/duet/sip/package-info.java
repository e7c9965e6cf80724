/** Duet sip. */
@org.jspecify.annotations.NullMarked
package dev.duet.sip;
