package dev.duet.sandbox.internal.sip.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lexical rules of RFC 3261 section 25.1 that more than one header needs. */
public final class Grammar {

    private static final String TOKEN_MARKS = "-.!%*_+`'~";
    private static final String WORD_MARKS = "()<>:\\\"/[]?{}@";

    private Grammar() {}

    public static boolean isToken(String s) {
        return !s.isEmpty() && s.chars().allMatch(Grammar::isTokenChar);
    }

    static boolean isTokenChar(int c) {
        return isAlphanumeric(c) || TOKEN_MARKS.indexOf(c) >= 0;
    }

    static boolean isAlphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** Whether this is a Call-ID: word [ "@" word ]. */
    public static boolean isCallId(String s) {
        int at = s.indexOf('@');
        return at < 0 ? isWord(s) : isWord(s.substring(0, at)) && isWord(s.substring(at + 1));
    }

    private static boolean isWord(String s) {
        return !s.isEmpty() && s.chars().allMatch(c -> isTokenChar(c) || c != '@' && WORD_MARKS.indexOf(c) >= 0);
    }

    /** A number of digits only, at most {@code max}. */
    public static long number(String s, long max) {
        if (s.isEmpty() || s.length() > 19 || !s.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new SipFormatException("not a number: " + s);
        }
        long value;
        try {
            value = Long.parseLong(s);
        } catch (NumberFormatException e) {
            throw new SipFormatException("number too large: " + s);
        }
        if (value > max) {
            throw new SipFormatException("number too large: " + s);
        }
        return value;
    }

    /** Splits at a separator that stands outside quotes and angle brackets; the parts are trimmed. */
    public static List<String> split(String s, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int i = 0;
        while (i < s.length()) {
            int skipped = skipQuotedOrBracketed(s, i);
            if (skipped > i) {
                i = skipped;
                continue;
            }
            if (s.charAt(i) == separator) {
                parts.add(s.substring(start, i).trim());
                start = i + 1;
            }
            i++;
        }
        parts.add(s.substring(start).trim());
        return parts;
    }

    /** The first place of {@code c} outside quotes and angle brackets, or -1. */
    static int indexOutside(String s, char c) {
        int i = 0;
        while (i < s.length()) {
            if (s.charAt(i) == c) {
                return i;
            }
            int skipped = skipQuotedOrBracketed(s, i);
            i = skipped > i ? skipped : i + 1;
        }
        return -1;
    }

    private static int skipQuotedOrBracketed(String s, int i) {
        char c = s.charAt(i);
        if (c == '"') {
            return endOfQuoted(s, i);
        }
        if (c == '<') {
            int end = s.indexOf('>', i);
            if (end < 0) {
                throw new SipFormatException("no closing angle bracket");
            }
            return end + 1;
        }
        return i;
    }

    /** The place after the closing quote of the string that opens at {@code i}. */
    static int endOfQuoted(String s, int i) {
        int at = i + 1;
        while (at < s.length()) {
            char c = s.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c == '"') {
                return at + 1;
            } else {
                at++;
            }
        }
        throw new SipFormatException("no closing quote");
    }

    /** The text of a quoted-string; anything else comes back as it is. */
    public static String unquote(String s) {
        if (s.length() < 2 || s.charAt(0) != '"' || s.charAt(s.length() - 1) != '"') {
            return s;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < s.length() - 1; i++) {
            char c = s.charAt(i);
            if (c == '\\' && i + 1 < s.length() - 1) {
                i++;
                c = s.charAt(i);
            }
            out.append(c);
        }
        return out.toString();
    }

    public static String quote(String s) {
        return '"' + s.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Resolves the escapes of a URI part (RFC 3261 19.1.2). */
    static String unescape(String s) {
        if (s.indexOf('%') < 0) {
            return s;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        int i = 0;
        while (i < bytes.length) {
            if (bytes[i] == '%') {
                int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new SipFormatException("bad escape in " + s);
                }
                out.write(high << 4 | low);
                i += 3;
            } else {
                out.write(bytes[i]);
                i++;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    public static String lower(String s) {
        return s.toLowerCase(Locale.ROOT);
    }
}
