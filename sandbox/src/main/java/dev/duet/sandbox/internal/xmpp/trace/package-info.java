/** What users' tests look at: stanzas seen and rules broken. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.trace;
