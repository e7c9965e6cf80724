/** XEP-0092: Software Version. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xep0092;
