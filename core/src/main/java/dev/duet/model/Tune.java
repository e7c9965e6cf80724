package dev.duet.model;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody listens to (XEP-0118). What is not known is empty.
 *
 * @param source the album, or whatever it is from
 * @param track its number or name there
 * @param uri where to learn more
 * @param length in whole seconds, up to 65,535; null when unknown
 * @param rating 1 to 10, the best; 0 when unknown
 */
public record Tune(
        String artist,
        String title,
        String source,
        String track,
        String uri,
        @Nullable Duration length,
        int rating) {

    /** The greatest rating. */
    public static final int BEST = 10;

    private static final int MOST_SECONDS = 65_535;

    /**
     * A tune.
     *
     * @throws IllegalArgumentException when a number is out of its range
     */
    public Tune {
        Objects.requireNonNull(artist, "artist");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(track, "track");
        Objects.requireNonNull(uri, "uri");
        if (rating < 0 || rating > BEST || length != null && !isLength(length.toSeconds())) {
            throw new IllegalArgumentException("A rating is 0 to " + BEST + ", a length 0 to " + MOST_SECONDS + " s");
        }
    }

    /** Whether a tune may be that long, in seconds. */
    public static boolean isLength(long seconds) {
        return seconds >= 0 && seconds <= MOST_SECONDS;
    }

    /** Of whom and what alone. */
    public static Tune of(String artist, String title) {
        return new Tune(artist, title, "", "", "", null, 0);
    }
}
