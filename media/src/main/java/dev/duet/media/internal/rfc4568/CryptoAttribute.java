package dev.duet.media.internal.rfc4568;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.model.SdesCrypto;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code a=crypto} attribute (RFC 4568 9.1) that this side can use. Not used are: suites that are not known; more
 * than one key, and with it master key identifiers (MKI), since there is nothing to change keys for within a call;
 * session parameters that must be understood and are not (6.3.7), which are all but WSH, a hint.
 *
 * @param tag 0 to 999999999
 * @param key the key that the side which wrote this sends with
 */
public record CryptoAttribute(int tag, SrtpKey key) {

    private static final String INLINE = "inline:";
    /** 6.1: a number of packets, or a power of two; at most 2^48, since RTCP's 2^31 is reached in no call. */
    private static final Pattern LIFETIME = Pattern.compile("2\\^(\\d{1,2})|([1-9]\\d{0,14})");

    private static final int MOST_LIFETIME_BITS = 48;

    /** Reads an attribute. Empty when this side cannot use it. */
    public static Optional<CryptoAttribute> read(SdesCrypto crypto) {
        if (!understands(crypto.sessionParameters())) {
            return Optional.empty();
        }
        return SrtpProfile.ofSuite(crypto.suite())
                .flatMap(profile -> key(profile, crypto.keyParameters()))
                .map(key -> new CryptoAttribute(crypto.tag(), key));
    }

    private static Optional<SrtpKey> key(SrtpProfile profile, String parameters) {
        if (!parameters.regionMatches(true, 0, INLINE, 0, INLINE.length())) {
            return Optional.empty();
        }
        String[] parts = parameters.substring(INLINE.length()).split("\\|", -1);
        boolean plain = parts.length == 1 || parts.length == 2 && isLifetime(parts[1]);
        if (!plain) {
            return Optional.empty();
        }
        try {
            return Optional.of(SrtpKey.of(profile, Base64.getDecoder().decode(parts[0])));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no base64, or not as long as the suite wants
        }
    }

    private static boolean isLifetime(String text) {
        Matcher matcher = LIFETIME.matcher(text);
        return matcher.matches()
                && (matcher.group(1) == null || Integer.parseInt(matcher.group(1)) <= MOST_LIFETIME_BITS);
    }

    private static boolean understands(String sessionParameters) {
        for (String parameter : sessionParameters.strip().split("\\s+")) {
            boolean known = parameter.isEmpty() || parameter.matches("WSH=\\d{2,4}") || parameter.startsWith("-");
            if (!known) {
                return false;
            }
        }
        return true;
    }

    /** The attribute as it is written. */
    public SdesCrypto write() {
        String text = INLINE + Base64.getEncoder().encodeToString(key.keyAndSalt());
        return new SdesCrypto(tag, key.profile().name(), text, "");
    }
}
