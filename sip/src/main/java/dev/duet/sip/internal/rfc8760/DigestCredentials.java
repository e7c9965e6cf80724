package dev.duet.sip.internal.rfc8760;

import dev.duet.model.Secret;

/**
 * Who proves what.
 *
 * @param username the name for digest
 * @param password kept as a secret
 */
public record DigestCredentials(String username, Secret password) {

    /**
     * The value of the Authorization or Proxy-Authorization header that answers a challenge.
     *
     * @param challenge one that is understood
     * @param count how often its nonce is used with this answer, from 1
     * @param clientNonce unlike each time
     * @param method of the request
     * @param uri the Request-URI as it goes on the wire
     * @param body of the request; covered with auth-int only
     */
    String answer(DigestChallenge challenge, int count, String clientNonce, String method, String uri, byte[] body) {
        String qop = challenge.chosenQop();
        String nc = String.format("%08x", count);
        StringBuilder out = new StringBuilder("Digest username=").append(AuthParameters.quoted(username));
        out.append(", realm=").append(AuthParameters.quoted(challenge.realm()));
        out.append(", nonce=").append(AuthParameters.quoted(challenge.nonce()));
        out.append(", uri=").append(AuthParameters.quoted(uri));
        out.append(", response=\"").append(response(challenge, nc, clientNonce, method, uri, body));
        out.append('"');
        if (challenge.algorithm() != null) {
            out.append(", algorithm=").append(challenge.algorithm());
        }
        boolean session = challenge.algorithm() != null && DigestAlgorithm.isSession(challenge.algorithm());
        if (!qop.isEmpty()) {
            out.append(", qop=").append(qop).append(", nc=").append(nc);
        }
        if (!qop.isEmpty() || session) {
            out.append(", cnonce=").append(AuthParameters.quoted(clientNonce));
        }
        if (challenge.opaque() != null) {
            out.append(", opaque=").append(AuthParameters.quoted(challenge.opaque()));
        }
        return out.toString();
    }

    /** RFC 7616 3.4.1 to 3.4.3; without qop as RFC 2069 had it. */
    private String response(
            DigestChallenge challenge, String nc, String clientNonce, String method, String uri, byte[] body) {
        DigestAlgorithm hash = challenge.hash().orElseThrow();
        String a1 = username + ":" + challenge.realm() + ":" + password.reveal();
        if (challenge.algorithm() != null && DigestAlgorithm.isSession(challenge.algorithm())) {
            a1 = hash.hash(a1) + ":" + challenge.nonce() + ":" + clientNonce;
        }
        String qop = challenge.chosenQop();
        String a2 = method + ":" + uri + (qop.equals("auth-int") ? ":" + hash.hash(body) : "");
        String middle = challenge.nonce() + ":" + (qop.isEmpty() ? "" : nc + ":" + clientNonce + ":" + qop + ":");
        return hash.hash(hash.hash(a1) + ":" + middle + hash.hash(a2));
    }
}
