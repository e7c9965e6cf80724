package dev.duet.model;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * A file that belongs to a message and is fetched elsewhere (XEP-0066, XEP-0447). Nothing fetches it unasked.
 *
 * @param uri where it is, mostly an {@code https} URI
 * @param description what it is, for people; may be empty
 * @param details what is told of it
 */
public record Attachment(URI uri, String description, FileDetails details) {

    public Attachment {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(details, "details");
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("An attachment has an absolute URI, unlike " + uri);
        }
    }

    /** One of which no more is told. */
    public Attachment(URI uri, String description) {
        this(uri, description, FileDetails.NONE);
    }

    /** A name for it, fit for a file system: what it is called, else what its URI ends with, else {@code file}. */
    public String fileName() {
        String path = uri.getPath();
        String name = details.name().isEmpty() && path != null ? FileName.safe(path) : details.name();
        return name.isEmpty() ? "file" : name;
    }

    /** True for a picture, as far as told: by its media type, or else by its name. */
    public boolean isPicture() {
        String type = details.mediaType();
        return type.isEmpty()
                ? fileName().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|gif|webp|avif)")
                : type.startsWith("image/");
    }
}
