package dev.duet.sip.internal.stack;

import java.security.SecureRandom;
import java.util.Objects;

/** Random names for tags, branches, Call-IDs and contacts (RFC 3261 19.3). */
public final class Tokens {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SALT = RANDOM.nextLong();

    private Tokens() {}

    /** The same for the same text while this process lives, and another in others. */
    static String of(String text) {
        return Long.toString(Integer.toUnsignedLong(Objects.hash(SALT, text)), Character.MAX_RADIX);
    }

    /** Letters and digits; five random bits in each. */
    public static String random(int length) {
        byte[] random = new byte[length];
        RANDOM.nextBytes(random);
        StringBuilder out = new StringBuilder(length);
        for (byte each : random) {
            out.append(LETTERS.charAt(each & 31));
        }
        return out.toString();
    }
}
