package dev.duet.sandbox.internal.sip.auth;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How people are asked who they are.
 *
 * @param algorithms as named in the challenge, the best first (RFC 8760 2.4)
 * @param qop the values offered; empty for none, the old way of RFC 2069
 * @param passwords the password of a user name, or empty for nobody
 */
public record DigestSettings(
        String realm,
        List<String> algorithms,
        List<String> qop,
        Duration nonceLifetime,
        Function<String, Optional<String>> passwords) {}
