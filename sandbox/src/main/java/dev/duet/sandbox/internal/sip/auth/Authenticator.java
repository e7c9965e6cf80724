package dev.duet.sandbox.internal.sip.auth;

import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipFormatException;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.transport.Timers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Asks for digest credentials and checks them (RFC 3261 22, RFC 7616, RFC 8760). */
public final class Authenticator {

    /** What the credentials of a request amount to. */
    public sealed interface Result permits Accepted, Asked, Faulty {}

    /** They are right. */
    public record Accepted(String user) implements Result {}

    /** There are none for our realm, or they are wrong, or too old: challenge. */
    public record Asked(boolean stale, Optional<Problem> problem) implements Result {}

    /** They break the rules. */
    public record Faulty(Problem problem) implements Result {}

    /** Which side of authentication: the server's own, or as a proxy. */
    public enum Role {
        SERVER(401, "WWW-Authenticate", "Authorization"),
        PROXY(407, "Proxy-Authenticate", "Proxy-Authorization");

        private final int status;
        private final String challenge;
        private final String credentials;

        Role(int status, String challenge, String credentials) {
            this.status = status;
            this.challenge = challenge;
            this.credentials = credentials;
        }

        public String credentials() {
            return credentials;
        }
    }

    private static final List<String> NEEDED = List.of("username", "realm", "nonce", "uri", "response");

    private final DigestSettings settings;
    private final Nonces nonces;

    public Authenticator(DigestSettings settings, Timers timers) {
        this.settings = settings;
        this.nonces = new Nonces(timers, settings.nonceLifetime());
    }

    public String realm() {
        return settings.realm();
    }

    /** A 401 or 407 with a challenge for each algorithm, the best first. */
    public SipResponse challenge(SipRequest request, Role role, boolean stale) {
        SipResponse response = SipResponse.to(request, role.status);
        for (String algorithm : settings.algorithms()) {
            String value = "Digest realm=" + Grammar.quote(settings.realm())
                    + ", nonce=" + Grammar.quote(nonces.issue())
                    + (settings.qop().isEmpty() ? "" : ", qop=" + Grammar.quote(String.join(",", settings.qop())))
                    + ", algorithm=" + algorithm
                    + (stale ? ", stale=true" : "");
            response = response.header(role.challenge, value);
        }
        return response;
    }

    public Result check(SipRequest request, Role role) {
        List<Credentials> ours = new ArrayList<>();
        try {
            for (String value : request.headers().all(role.credentials)) {
                Credentials credentials = Credentials.parse(value);
                if (credentials.get("realm").equals(settings.realm())) {
                    ours.add(credentials);
                }
            }
        } catch (SipFormatException e) {
            return faulty("RFC 3261 20.7", "Malformed " + role.credentials);
        }
        if (ours.isEmpty()) {
            return new Asked(false, Optional.empty());
        }
        return check(request, ours.get(0));
    }

    private Result check(SipRequest request, Credentials c) {
        for (String name : NEEDED) {
            if (!c.has(name)) {
                return faulty("RFC 7616 3.4", "Credentials without " + name);
            }
        }
        String algorithm = c.has("algorithm") ? c.get("algorithm").toUpperCase(Locale.ROOT) : "MD5";
        if (!settings.algorithms().contains(algorithm)) {
            return faulty("RFC 8760 2.4", "Algorithm was not offered");
        }
        String qop = c.get("qop");
        if (settings.qop().isEmpty() != qop.isEmpty()
                || !qop.isEmpty() && !settings.qop().contains(qop)) {
            return faulty("RFC 3261 22.4", "qop is not one of those offered");
        }
        if (!qop.isEmpty() && (c.get("cnonce").isEmpty() || !c.get("nc").matches("[0-9a-fA-F]{8}"))) {
            return faulty("RFC 7616 3.4", "qop without cnonce and an nc of eight digits");
        }
        if (!sameUri(c.get("uri"), request.uri())) {
            return faulty("RFC 7616 3.4.6", "Digest uri is not the Request-URI");
        }
        return verify(request, c, algorithm, qop);
    }

    private static boolean sameUri(String digestUri, String requestUri) {
        if (digestUri.equals(requestUri)) {
            return true;
        }
        try {
            return SipUri.parse(digestUri).matches(SipUri.parse(requestUri));
        } catch (SipFormatException e) {
            return false;
        }
    }

    private Result verify(SipRequest request, Credentials c, String algorithm, String qop) {
        String name = c.get("username");
        String user = localName(name);
        Optional<String> password = settings.passwords().apply(user);
        if (password.isEmpty()) {
            return new Asked(false, Optional.empty());
        }
        String expected = Digest.response(
                algorithm,
                name,
                settings.realm(),
                password.get(),
                request.method(),
                c.get("uri"),
                c.get("nonce"),
                c.get("nc"),
                c.get("cnonce"),
                qop,
                request.body());
        if (!equal(expected, c.get("response"))) {
            return new Asked(false, Optional.empty());
        }
        Nonces.Use use =
                qop.isEmpty() ? nonces.useUncounted(c.get("nonce")) : nonces.use(c.get("nonce"), count(c.get("nc")));
        return switch (use) {
            case GOOD -> new Accepted(user);
            case STALE -> new Asked(true, Optional.empty());
            case REPLAYED ->
                new Asked(true, Optional.of(new Problem(0, "RFC 7616 3.4", "Nonce count used twice: " + c.get("nc"))));
        };
    }

    private static long count(String nc) {
        return Long.parseLong(nc, 16);
    }

    private String localName(String name) {
        String suffix = '@' + settings.realm();
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    private static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    private static Faulty faulty(String rule, String text) {
        return new Faulty(new Problem(400, rule, text));
    }
}
