package dev.duet.model;

import java.net.URI;
import java.util.Objects;

/**
 * Something that belongs to a message and is fetched elsewhere (XEP-0066).
 *
 * @param uri where it is, mostly an {@code https} URI
 * @param description what it is, for people; may be empty
 */
public record Attachment(URI uri, String description) {

    public Attachment {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(description, "description");
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("An attachment has an absolute URI, unlike " + uri);
        }
    }
}
