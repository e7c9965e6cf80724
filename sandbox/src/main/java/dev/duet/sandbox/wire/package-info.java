/**
 * A bad network on loopback: relays that sit between a client and a server and lose, delay, reorder, duplicate,
 * throttle and cut what passes, by decisions that a seed makes repeatable.
 */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.wire;
