package dev.duet.model;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a file before anybody fetches it (XEP-0446). Of what came in, nobody has checked that it is so, until
 * the file is fetched.
 *
 * @param name a name without folders; empty when unknown. What others chose is made fit for a file system, see
 *     {@link FileName}
 * @param mediaType such as {@code image/png}; empty when unknown
 * @param size in bytes; {@link #UNKNOWN} when not told
 * @param sha256 the SHA-256 of its bytes (XEP-0300) in lower-case hexadecimal; empty when unknown
 * @param width of a picture, in pixels; 0 when unknown
 * @param height of a picture, in pixels; 0 when unknown
 * @param thumbnail null for none
 */
public record FileDetails(
        String name,
        String mediaType,
        long size,
        String sha256,
        int width,
        int height,
        @Nullable Thumbnail thumbnail) {

    /** The size of a file of which that is not told. */
    public static final long UNKNOWN = -1;

    /** Of a file of which nothing is told. */
    public static final FileDetails NONE = new FileDetails("", "", UNKNOWN, "", 0, 0, null);

    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public FileDetails {
        name = FileName.safe(name);
        Objects.requireNonNull(mediaType, "mediaType");
        if (!mediaType.isEmpty() && !isMediaType(mediaType)) {
            throw new IllegalArgumentException("No media type: \"" + mediaType + "\"");
        }
        if (size < UNKNOWN) {
            throw new IllegalArgumentException("A size is 0 or more, unlike " + size);
        }
        if (!sha256.isEmpty() && !SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("A SHA-256 has 64 lower-case hexadecimal digits");
        }
        requireSide(width);
        requireSide(height);
    }

    static void requireSide(int pixels) {
        if (pixels < 0) {
            throw new IllegalArgumentException("A side is 0 or more pixels long, unlike " + pixels);
        }
    }

    /** True for what can be a media type (RFC 6838 4.2), without parameters. */
    public static boolean isMediaType(String text) {
        return MEDIA_TYPE.matcher(text).matches();
    }

    /** True when the size is told. */
    public boolean isSizeKnown() {
        return size != UNKNOWN;
    }

    /** The same under another name. */
    public FileDetails withName(String value) {
        return new FileDetails(value, mediaType, size, sha256, width, height, thumbnail);
    }

    /** The same with another media type. */
    public FileDetails withMediaType(String value) {
        return new FileDetails(name, value, size, sha256, width, height, thumbnail);
    }

    /** The same with what its bytes tell. */
    public FileDetails withContent(long newSize, String newSha256) {
        return new FileDetails(name, mediaType, newSize, newSha256, width, height, thumbnail);
    }

    /** The same as a picture of that many pixels. */
    public FileDetails withSides(int newWidth, int newHeight) {
        return new FileDetails(name, mediaType, size, sha256, newWidth, newHeight, thumbnail);
    }

    /** The same with another thumbnail, or none. */
    public FileDetails withThumbnail(@Nullable Thumbnail value) {
        return new FileDetails(name, mediaType, size, sha256, width, height, value);
    }
}
