package dev.duet.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** A picture of somebody. Two are equal when they are the same bytes. */
public final class Avatar {

    /** The largest that is published, in bytes: what servers take in one stanza. */
    public static final int MAX_PUBLISHED = 128 * 1024;

    /** The largest that is fetched of others, in bytes. */
    public static final int MAX_FETCHED = 1024 * 1024;

    private final String mediaType;
    private final byte[] data;
    private final String id;

    private Avatar(String mediaType, byte[] data) {
        this.mediaType = mediaType;
        this.data = data;
        this.id = hash(data);
    }

    /**
     * A picture.
     *
     * @param mediaType an image type, such as {@code image/png}, which every client shows
     * @param data 1 byte to {@link #MAX_FETCHED}; copied
     * @throws IllegalArgumentException when that is no picture's type or size
     */
    public static Avatar of(String mediaType, byte[] data) {
        Objects.requireNonNull(mediaType, "mediaType");
        if (!mediaType.matches("image/[A-Za-z0-9.+-]{1,64}")) {
            throw new IllegalArgumentException("An avatar's type begins with image/, unlike \"" + mediaType + "\"");
        }
        if (data.length == 0 || data.length > MAX_FETCHED) {
            throw new IllegalArgumentException(
                    "An avatar has 1 to " + MAX_FETCHED + " bytes, unlike one of " + data.length);
        }
        return new Avatar(mediaType, data.clone());
    }

    private static String hash(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-1", e);
        }
    }

    /** The type, such as {@code image/png}. Nobody has checked that the bytes are so. */
    public String mediaType() {
        return mediaType;
    }

    /** The bytes, a copy. */
    public byte[] data() {
        return data.clone();
    }

    /** How many bytes. */
    public int size() {
        return data.length;
    }

    /** The SHA-1 of the bytes in lower-case hexadecimal, by which it is announced (XEP-0084, XEP-0153). */
    public String id() {
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Avatar that && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Avatar[" + mediaType + ", " + data.length + " bytes, " + id + "]";
    }
}
