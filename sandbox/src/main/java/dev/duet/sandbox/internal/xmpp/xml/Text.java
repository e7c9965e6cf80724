package dev.duet.sandbox.internal.xmpp.xml;

/** Character data, unescaped. */
public record Text(String value) implements Node {}
