package dev.duet.sandbox.internal.xmpp.xml;

import org.jspecify.annotations.Nullable;

/** What a client's opening tag said (RFC 6120 4.7). */
public record StreamHeader(
        String namespace,
        String name,
        String contentNamespace,
        @Nullable String to,
        @Nullable String from,
        @Nullable String version,
        @Nullable String language) {}
