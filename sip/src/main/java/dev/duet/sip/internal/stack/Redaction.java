package dev.duet.sip.internal.stack;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of a message what must not be in a log: credentials and keys. */
public final class Redaction {

    // Possessive quantifiers throughout: the others take a frame of the stack for each line or character.
    private static final Pattern SECRETS = Pattern.compile("(?im)"
            + "(\\b(?:authorization|authentication-info|authenticate)[ \\t]*+:[ \\t]*+)"
            + "[^\\r\\n]*+(?:\\r?\\n[ \\t][^\\r\\n]*+)*+"
            + "|(\\ba=(?:crypto|ice-pwd):|^k=)[^\\r\\n]*+"
            + "|(\\b(?:response|rspauth|cnonce|(?:next)?nonce|password|passwd|pwd)[ \\t]*+=[ \\t]*+)"
            + "(?:\"(?:[^\"\\\\\\r\\n]++|\\\\.)*+\"?|[^,;\\s>]*+)"
            + "|(\\bsips?:[^\\s<>@\":]*+:)[^\\s<>@\":]*+(?=@)"); // RFC 3261 19.1.1: a password in a URI

    private Redaction() {}

    /** The text with stars in place of secrets. */
    public static String redact(String text) {
        return SECRETS.matcher(text).replaceAll(match -> {
            for (int group = 1; group <= match.groupCount(); group++) {
                if (match.group(group) != null) {
                    return Matcher.quoteReplacement(match.group(group) + "***");
                }
            }
            return "***";
        });
    }

    /** What to log in place of an exception: the same stack, with stars in place of secrets. */
    static Throwable redact(Throwable thrown) {
        return new Redacted(thrown);
    }

    private static final class Redacted extends Exception {

        private static final long serialVersionUID = 1L;

        Redacted(Throwable thrown) {
            super(
                    Redaction.redact(thrown.toString()),
                    thrown.getCause() == null ? null : new Redacted(thrown.getCause()));
            setStackTrace(thrown.getStackTrace());
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
