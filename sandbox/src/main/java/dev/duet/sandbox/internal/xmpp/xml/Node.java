package dev.duet.sandbox.internal.xmpp.xml;

/** What an {@link Element} holds. */
public sealed interface Node permits Element, Text {}
