package dev.duet.sip.internal.stack;

import java.util.regex.Pattern;

/** Takes out of a message what must not be in a log: credentials and keys. */
public final class Redaction {

    private static final Pattern SECRETS = Pattern.compile("(?im)"
            + "(^[ \\t]*(?:proxy-)?(?:authorization|authentication-info|authenticate)[ \\t]*:[ \\t]*)"
            + "[^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*"
            + "|(^a=(?:crypto|ice-pwd):)[^\\r\\n]*"
            + "|\\b((?:response|cnonce|nonce|password|passwd|pwd)=)(?:\"[^\"\\r\\n]*\"|[^,;\\s>]*)");

    private Redaction() {}

    /** The text with stars in place of secrets. */
    public static String redact(String text) {
        return SECRETS.matcher(text).replaceAll(match -> {
            for (int group = 1; group <= match.groupCount(); group++) {
                if (match.group(group) != null) {
                    return java.util.regex.Matcher.quoteReplacement(match.group(group) + "***");
                }
            }
            return "***";
        });
    }
}
