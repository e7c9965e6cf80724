package dev.duet.sandbox.internal.xmpp.sasl;

import java.text.Normalizer;

/** The mappings of RFC 4013; its prohibitions are left to the client, which meets them first. */
final class SaslPrep {

    private SaslPrep() {}

    static String prepare(String password) {
        StringBuilder mapped = new StringBuilder(password.length());
        password.codePoints()
                .filter(c -> !isMappedToNothing(c))
                .forEach(c -> mapped.appendCodePoint(Character.isSpaceChar(c) ? ' ' : c));
        return Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    }

    /** RFC 3454 table B.1. */
    private static boolean isMappedToNothing(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x1806
                || c >= 0x180B && c <= 0x180D
                || c >= 0x200B && c <= 0x200D
                || c == 0x2060
                || c >= 0xFE00 && c <= 0xFE0F
                || c == 0xFEFF;
    }
}
