package dev.duet.media.internal.rfc8122;

import dev.duet.model.DtlsDescription.Fingerprint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Hashes of certificates (RFC 8122 5). MD5 and SHA-1 prove nothing any more: they count as not there. */
public final class Fingerprints {

    /** The strongest first. */
    private static final List<String> HASHES = List.of("sha-512", "sha-384", "sha-256");

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    private Fingerprints() {}

    /** The SHA-256 hash of a certificate. */
    public static Fingerprint of(byte[] certificate) {
        return new Fingerprint("sha-256", HEX.formatHex(digest("sha-256", certificate)));
    }

    /** True when one of them can be compared at all. */
    public static boolean isUsable(List<Fingerprint> described) {
        return strongest(described).isPresent();
    }

    /** True when the certificate is one of those described by the strongest hash that is known (RFC 8122 5.1). */
    public static boolean match(List<Fingerprint> described, byte[] certificate) {
        Optional<String> hash = strongest(described);
        if (hash.isEmpty()) {
            return false;
        }
        String found = HEX.formatHex(digest(hash.get(), certificate));
        return described.stream()
                .filter(each -> is(each, hash.get()))
                .anyMatch(each -> found.equals(each.value().toUpperCase(Locale.ROOT)));
    }

    private static Optional<String> strongest(List<Fingerprint> described) {
        return HASHES.stream()
                .filter(hash -> described.stream().anyMatch(each -> is(each, hash)))
                .findFirst();
    }

    private static boolean is(Fingerprint fingerprint, String hash) {
        return fingerprint.hash().equalsIgnoreCase(hash);
    }

    private static byte[] digest(String hash, byte[] data) {
        try {
            return MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT)).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
