/** XML streams: a small immutable element tree, its text form, and a strict reader on the JDK's StAX. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.internal.xmpp.xml;
