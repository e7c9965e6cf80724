package dev.duet.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Where a message stands in its conversation: the same on every day and after every restart, so that it can be kept as
 * a bookmark, or as the place from which to read further. Earlier positions compare as smaller.
 *
 * @param at when the message was sent; microseconds count, what is finer does not
 * @param key tells messages of the same time apart: 32 hexadecimal digits made of the message's id
 */
public record MessagePosition(Instant at, String key) implements Comparable<MessagePosition> {

    private static final int DIGEST_BYTES = 16;
    private static final Comparator<MessagePosition> ORDER =
            Comparator.comparing(MessagePosition::at).thenComparing(MessagePosition::key);

    public MessagePosition {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(key, "key");
    }

    static MessagePosition of(Message message) {
        return new MessagePosition(message.at(), keyOf(message.incoming(), message.id()));
    }

    /**
     * The key of a message.
     *
     * @param incoming {@link Message#incoming()}
     * @param id {@link Message#id()}
     */
    public static String keyOf(boolean incoming, String id) {
        return digest((incoming ? "<" : ">") + id);
    }

    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(whole, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    @Override
    public int compareTo(MessagePosition other) {
        return ORDER.compare(this, other);
    }
}
