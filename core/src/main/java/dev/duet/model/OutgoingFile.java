package dev.duet.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to be sent.
 *
 * @param content its bytes
 * @param details what the other side is told of it; its size and hash are found out when it is sent, and its media type
 *     is guessed from its name when that is empty
 * @param description what it is, for people; may be empty
 */
public record OutgoingFile(Content content, FileDetails details, String description) {

    public OutgoingFile {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(details, "details");
        Objects.requireNonNull(description, "description");
        if (details.name().isEmpty()) {
            throw new IllegalArgumentException("A file that is sent has a name");
        }
    }

    /** Bytes that can be read more than once, and are the same each time. Used on threads that may block. */
    public interface Content {

        /** How many bytes there are. */
        long size() throws IOException;

        /** Begins to read; closed when it was read, or no more is wanted. */
        InputStream open() throws IOException;
    }

    /** A file on disk, under its own name. */
    public static OutgoingFile of(Path path) {
        Path name = Objects.requireNonNull(path.getFileName(), "A folder is no file");
        Content content = new Content() {
            @Override
            public long size() throws IOException {
                return Files.size(path);
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(path);
            }
        };
        return of(name.toString(), content);
    }

    /** What is in memory. The bytes are not copied, and must not change. */
    public static OutgoingFile of(String name, byte[] bytes) {
        Content content = new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
        return of(name, content);
    }

    /** What comes from anywhere. */
    public static OutgoingFile of(String name, Content content) {
        return new OutgoingFile(content, FileDetails.NONE.withName(name), "");
    }

    /** The same with another media type, such as {@code image/png}. */
    public OutgoingFile withMediaType(String mediaType) {
        return new OutgoingFile(content, details.withMediaType(mediaType), description);
    }

    /** The same with another description. */
    public OutgoingFile withDescription(String value) {
        return new OutgoingFile(content, details, value);
    }

    /** The same with a thumbnail, or none. */
    public OutgoingFile withThumbnail(@Nullable Thumbnail thumbnail) {
        return new OutgoingFile(content, details.withThumbnail(thumbnail), description);
    }

    /** The same as a picture of that many pixels. */
    public OutgoingFile withSides(int width, int height) {
        return new OutgoingFile(content, details.withSides(width, height), description);
    }
}
