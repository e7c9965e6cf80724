package dev.duet.sip.internal.rfc8760;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers the challenges to the requests of one account, and counts the uses of each nonce. For one thread.
 *
 * <p>Among several challenges for a realm the topmost one that is understood is answered: a server lists them in the
 * order that it prefers (RFC 8760 2.3, 2.4). But MD5 only where nothing else is offered that is understood, which is
 * the local policy that 2.4 leaves room for: nothing protects that order, and whoever is on the path and turns it round
 * would have a hash of the password that can be tried at leisure (RFC 8760 3).
 */
public final class DigestExchange {

    private static final int MAX_ROUNDS = 4;

    private final DigestCredentials credentials;
    private final Supplier<String> clientNonces;
    private final Map<Protection, Used> newest = new LinkedHashMap<>();
    private final Set<String> knownRealms = new HashSet<>();
    private String authentication = "";

    /** An exchange with random client nonces. */
    public DigestExchange(DigestCredentials credentials) {
        this(credentials, DigestExchange::randomNonce);
    }

    DigestExchange(DigestCredentials credentials, Supplier<String> clientNonces) {
        this.credentials = credentials;
        this.clientNonces = clientNonces;
    }

    /** How the user was proved last: {@code Digest SHA-256}; empty when nobody asked. */
    public String authentication() {
        return authentication;
    }

    /**
     * Headers for a request to a server that challenged the same kind of request before, so that it need not again.
     *
     * @param request of the registrar's own: anybody else would only get hashes to try passwords on
     */
    public List<Header> before(RequestFacts request) {
        List<Header> headers = new ArrayList<>();
        newest.forEach((protection, used) -> headers.add(header(used, request)));
        return headers;
    }

    /**
     * Takes what a server says once it took the answer: the nonce that it wants next (RFC 7616 3.5). It does not say
     * for which realm, so it counts where one alone is known.
     *
     * @param proxy true for Proxy-Authentication-Info
     * @param value of that header
     */
    public void taken(boolean proxy, String value) {
        String next = AuthParameters.parse(value).orElse(Map.of()).getOrDefault("nextnonce", "");
        List<Protection> fitting = newest.keySet().stream()
                .filter(protection -> protection.proxy == proxy)
                .toList();
        if (!next.isEmpty() && fitting.size() == 1) {
            newest.computeIfPresent(fitting.get(0), (key, used) -> new Used(used.challenge.withNonce(next)));
        }
    }

    /**
     * Answers a 401 or 407.
     *
     * @param challenges all of the response
     * @param round how many answers this request had so far, and to which challenges
     * @param registration true for a REGISTER: its realms are the account's; others are answered for these realms only
     */
    public Answer answer(List<DigestChallenge> challenges, Round round, RequestFacts request, boolean registration) {
        Map<Protection, DigestChallenge> chosen = new LinkedHashMap<>();
        for (DigestChallenge challenge : challenges) {
            if (challenge.isUnderstood()) {
                chosen.merge(Protection.of(challenge), challenge, DigestExchange::preferred);
            }
        }
        if (chosen.isEmpty()) {
            return new NotUnderstood();
        }
        for (DigestChallenge challenge : chosen.values()) {
            boolean sameAgain = round.nonces.contains(challenge.nonce());
            boolean refused = round.answered.contains(Protection.of(challenge)) && !challenge.stale();
            if (sameAgain || refused || round.answers >= MAX_ROUNDS) {
                newest.remove(Protection.of(challenge));
                return new Refused();
            }
        }
        if (registration) {
            chosen.keySet().forEach(protection -> knownRealms.add(protection.realm));
        } else if (!knownRealms.isEmpty()) {
            chosen.keySet().removeIf(protection -> !knownRealms.contains(protection.realm));
        }
        return chosen.isEmpty() ? new NotUnderstood() : headers(chosen, round, request, registration);
    }

    private Answer headers(
            Map<Protection, DigestChallenge> chosen, Round round, RequestFacts request, boolean registration) {
        List<Header> headers = new ArrayList<>();
        chosen.forEach((protection, challenge) -> {
            Used used = new Used(challenge);
            headers.add(header(used, request));
            round.nonces.add(challenge.nonce());
            round.answered.add(protection);
            if (registration) {
                newest.put(protection, used);
            }
        });
        round.answers++;
        return new Answered(headers);
    }

    private Header header(Used used, RequestFacts request) {
        DigestChallenge challenge = used.challenge;
        authentication = "Digest " + challenge.hash().orElseThrow().token();
        String value = credentials.answer(
                challenge, ++used.count, clientNonces.get(), request.method, request.uri, request.body);
        return new Header(challenge.proxy() ? "Proxy-Authorization" : "Authorization", challenge.realm(), value);
    }

    private static DigestChallenge preferred(DigestChallenge upper, DigestChallenge lower) {
        return upper.isWeak() && !lower.isWeak() ? lower : upper;
    }

    private static String randomNonce() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * What of a request is protected.
     *
     * @param method the method
     * @param uri the Request-URI
     * @param body the body, empty when there is none
     */
    public record RequestFacts(String method, String uri, byte[] body) {}

    /**
     * A header for the next try of a request.
     *
     * @param name Authorization or Proxy-Authorization
     * @param realm replaces an earlier header for the same realm
     * @param value after the colon
     */
    public record Header(String name, String realm, String value) {}

    /** What to do about a challenge. */
    public sealed interface Answer {}

    /** Send the request again with these headers. */
    public record Answered(List<Header> headers) implements Answer {}

    /** The answer was given before and not accepted: the name or password is wrong. */
    public record Refused() implements Answer {}

    /** No challenge that can, or should, be answered. */
    public record NotUnderstood() implements Answer {}

    /** The answers given to one request so far. */
    public static final class Round {
        private final Set<String> nonces = new HashSet<>();
        private final Set<Protection> answered = new HashSet<>();
        private int answers;
    }

    private record Protection(boolean proxy, String realm) {
        static Protection of(DigestChallenge challenge) {
            return new Protection(challenge.proxy(), challenge.realm());
        }
    }

    private static final class Used {
        private final DigestChallenge challenge;
        private int count;

        Used(DigestChallenge challenge) {
            this.challenge = challenge;
        }
    }
}
