package dev.duet.sip.internal.stack;

import java.security.SecureRandom;

/** Random names for tags, branches, Call-IDs and contacts (RFC 3261 19.3). */
public final class Tokens {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** Letters and digits; five random bits in each. */
    public static String random(int length) {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return out.toString();
    }
}
