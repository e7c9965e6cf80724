/** Duet xmpp. */
@org.jspecify.annotations.NullMarked
package dev.duet.xmpp;
