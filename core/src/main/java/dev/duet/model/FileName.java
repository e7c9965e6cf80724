package dev.duet.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Names of files that others chose, made so that a file of that name does no harm. */
public final class FileName {

    /** The longest, in bytes of UTF-8: file systems take 255, and something may be put behind it. */
    public static final int MOST_BYTES = 200;

    private static final int MOST_OF_ENDING = 16;
    /** What some file system has another meaning for. */
    private static final String SPECIAL = ":*?\"<>|";

    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private FileName() {}

    /**
     * The last part of a path, without what turns the direction of writing, is not to be seen, or has a meaning of its
     * own to a file system: a name that is in the folder where it is put, and looks like what it is. Empty when nothing
     * is left. A safe name stays as it is.
     */
    public static String safe(String name) {
        int folder = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        StringBuilder kept = new StringBuilder();
        name.substring(folder + 1).codePoints().forEach(letter -> {
            if (SPECIAL.indexOf(letter) >= 0) {
                kept.append('_');
            } else if (isSeen(letter)) {
                kept.appendCodePoint(letter);
            }
        });
        String text = trimmed(kept.toString());
        return isDevice(text) ? "_" + text : text;
    }

    private static boolean isSeen(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String trimmed(String name) {
        int start = 0;
        while (start < name.length() && (name.charAt(start) == '.' || isSpace(name.charAt(start)))) {
            start++; // neither hidden nor a folder
        }
        String shorter = shortened(name.substring(start));
        int end = shorter.length();
        while (end > 0 && (shorter.charAt(end - 1) == '.' || isSpace(shorter.charAt(end - 1)))) {
            end--;
        }
        return shorter.substring(0, end);
    }

    private static boolean isSpace(char letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter);
    }

    private static String shortened(String name) {
        if (bytes(name) <= MOST_BYTES) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && bytes(name.substring(dot)) <= MOST_OF_ENDING ? name.substring(dot) : "";
        StringBuilder cut = new StringBuilder();
        int left = MOST_BYTES - bytes(ending);
        for (int letter : name.codePoints().toArray()) {
            left -= bytes(Character.toString(letter));
            if (left < 0) {
                break;
            }
            cut.appendCodePoint(letter);
        }
        return cut + ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isDevice(String name) {
        int dot = name.indexOf('.');
        String first = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        return DEVICES.contains(first) || first.matches("(com|lpt)[0-9]");
    }
}
