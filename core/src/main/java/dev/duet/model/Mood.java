package dev.duet.model;

import java.util.Objects;

/**
 * How somebody feels (XEP-0107).
 *
 * @param name a word of XEP-0107 5, such as {@code happy} or {@code in_love}
 * @param text in that person's words; may be empty
 */
public record Mood(String name, String text) {

    private static final String WORD = "[a-z][a-z_]{0,39}";

    /**
     * A mood.
     *
     * @throws IllegalArgumentException when the name is no such word
     */
    public Mood {
        Objects.requireNonNull(text, "text");
        if (!isName(name)) {
            throw new IllegalArgumentException("A mood is a word such as \"happy\", unlike \"" + name + "\"");
        }
    }

    /** Without words of one's own. */
    public static Mood of(String name) {
        return new Mood(name, "");
    }

    /** Whether that may be a word for a mood. */
    public static boolean isName(String name) {
        return name.matches(WORD);
    }
}
