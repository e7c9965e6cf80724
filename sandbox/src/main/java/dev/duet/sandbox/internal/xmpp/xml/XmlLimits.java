package dev.duet.sandbox.internal.xmpp.xml;

/**
 * How much a client may send at once.
 *
 * @param stanzaCharacters the characters of one stanza, or of the opening tag
 * @param depth how deep elements may nest inside one stanza
 */
public record XmlLimits(int stanzaCharacters, int depth) {}
