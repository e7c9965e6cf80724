package dev.duet.model;

import java.util.Base64;
import java.util.Objects;

/**
 * A small picture of a file, that comes along with the message (XEP-0264).
 *
 * @param mediaType an image type, such as {@code image/png}. Nobody has checked that the bytes are so
 * @param base64 the bytes (RFC 4648 4), 1 to {@link #MAX_SIZE}
 * @param width in pixels; 0 when unknown
 * @param height in pixels; 0 when unknown
 */
public record Thumbnail(String mediaType, String base64, int width, int height) {

    /** The largest, in bytes: it is part of a message. */
    public static final int MAX_SIZE = 32 * 1024;

    public Thumbnail {
        Objects.requireNonNull(mediaType, "mediaType");
        if (!mediaType.matches("image/[A-Za-z0-9.+-]{1,64}")) {
            throw new IllegalArgumentException("A thumbnail's type begins with image/, unlike \"" + mediaType + "\"");
        }
        if (base64.isEmpty() || base64.length() > (MAX_SIZE + 2) / 3 * 4) {
            throw new IllegalArgumentException("A thumbnail has 1 to " + MAX_SIZE + " bytes");
        }
        Base64.getDecoder().decode(base64);
        FileDetails.requireSide(width);
        FileDetails.requireSide(height);
    }

    /**
     * A small picture.
     *
     * @param data 1 byte to {@link #MAX_SIZE}
     * @throws IllegalArgumentException when that is no picture's type or size
     */
    public static Thumbnail of(String mediaType, byte[] data, int width, int height) {
        return new Thumbnail(mediaType, Base64.getEncoder().encodeToString(data), width, height);
    }

    /** The bytes. */
    public byte[] data() {
        return Base64.getDecoder().decode(base64);
    }

    @Override
    public String toString() {
        return "Thumbnail[" + mediaType + ", " + width + " x " + height + "]";
    }
}
