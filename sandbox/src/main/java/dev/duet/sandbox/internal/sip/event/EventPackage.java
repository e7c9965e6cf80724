package dev.duet.sandbox.internal.sip.event;

import java.util.Arrays;
import java.util.Optional;

/** The event packages served. */
public enum EventPackage {
    /** RFC 3856, with PIDF (RFC 3863). */
    PRESENCE("presence", "application/pidf+xml", "urn:ietf:params:xml:ns:pidf", "presence"),
    /** RFC 4235. */
    DIALOG("dialog", "application/dialog-info+xml", "urn:ietf:params:xml:ns:dialog-info", "dialog-info");

    private final String token;
    private final String contentType;
    private final String namespace;
    private final String root;

    EventPackage(String token, String contentType, String namespace, String root) {
        this.token = token;
        this.contentType = contentType;
        this.namespace = namespace;
        this.root = root;
    }

    /** The package of an Event header's value. */
    static Optional<EventPackage> of(String event) {
        String wanted = event.split(";", 2)[0].trim();
        return Arrays.stream(values()).filter(p -> p.token.equals(wanted)).findFirst();
    }

    public String token() {
        return token;
    }

    String contentType() {
        return contentType;
    }

    String namespace() {
        return namespace;
    }

    /** The name of the document's outermost element. */
    String root() {
        return root;
    }
}
