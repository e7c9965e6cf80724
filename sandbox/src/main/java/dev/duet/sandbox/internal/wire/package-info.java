/** How the wires carry datagrams and streams; what they decide is in {@code dev.duet.sandbox.wire.WirePlan}. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.wire;
