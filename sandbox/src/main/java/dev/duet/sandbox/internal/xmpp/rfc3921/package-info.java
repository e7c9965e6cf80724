/** What is left of RFC 3921: clients of its time start a session after binding (its section 3). */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.rfc3921;
