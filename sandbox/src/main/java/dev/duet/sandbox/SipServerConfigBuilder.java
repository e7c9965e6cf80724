package dev.duet.sandbox;

import dev.duet.sandbox.SipServer.Algorithm;
import dev.duet.sandbox.SipServer.Config;
import dev.duet.sandbox.SipServer.Qop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Builds a {@link SipServer.Config}; for one thread. What each value means stands there. */
public final class SipServerConfigBuilder {

    private final Users users;
    private Optional<SSLContext> tls = Optional.empty();
    private List<Algorithm> algorithms = List.of(Algorithm.SHA_256, Algorithm.MD5);
    private List<Qop> qop = List.of(Qop.AUTH);
    private Duration nonceLifetime = Duration.ofMinutes(5);
    private Duration minExpires = Duration.ofSeconds(60);
    private Duration maxExpires = Duration.ofSeconds(3600);
    private Duration defaultExpires = Duration.ofSeconds(3600);
    private boolean challenge = true;
    private boolean recordRoute = true;
    private boolean presence = true;
    private Duration t1 = Duration.ofMillis(500);
    private Duration ringing = Duration.ofSeconds(180);
    private int maxMessageSize = 65_535;

    SipServerConfigBuilder(Users users) {
        this.users = users;
    }

    /**
     * Turns TLS on, with a certificate for the domain of the users, {@code localhost} and {@code 127.0.0.1}.
     *
     * @param authority who signs the certificate
     * @return this
     */
    public SipServerConfigBuilder tls(TestAuthority authority) {
        return tls(authority.serverContext(users.domain(), "localhost", "127.0.0.1"));
    }

    /**
     * Turns TLS on with a context of the caller's, for example one with a wrong name or an expired certificate.
     *
     * @param context with a key manager
     * @return this
     */
    public SipServerConfigBuilder tls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /**
     * Sets the digest algorithms offered, the best first.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder algorithms(Algorithm... value) {
        algorithms = List.of(value);
        return this;
    }

    /**
     * Sets the qop values offered; none for the digest of RFC 2069.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder qop(Qop... value) {
        qop = List.of(value);
        return this;
    }

    /**
     * Sets how long a nonce lasts.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder nonceLifetime(Duration value) {
        nonceLifetime = value;
        return this;
    }

    /**
     * Sets the least expiry.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder minExpires(Duration value) {
        minExpires = value;
        return this;
    }

    /**
     * Sets the greatest expiry.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder maxExpires(Duration value) {
        maxExpires = value;
        return this;
    }

    /**
     * Sets the expiry of those who ask for none.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder defaultExpires(Duration value) {
        defaultExpires = value;
        return this;
    }

    /**
     * Sets whether requests other than REGISTER are asked for credentials.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder challenge(boolean value) {
        challenge = value;
        return this;
    }

    /**
     * Sets whether the proxy stays in the path of dialogs.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder recordRoute(boolean value) {
        recordRoute = value;
        return this;
    }

    /**
     * Sets whether there is an event server.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder presence(boolean value) {
        presence = value;
        return this;
    }

    /**
     * Sets timer T1; shorter makes time-outs come sooner.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder t1(Duration value) {
        t1 = value;
        return this;
    }

    /**
     * Sets timer C.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder ringing(Duration value) {
        ringing = value;
        return this;
    }

    /**
     * Sets the longest message taken from a stream, in bytes.
     *
     * @param value see {@link SipServer.Config}
     * @return this
     */
    public SipServerConfigBuilder maxMessageSize(int value) {
        maxMessageSize = value;
        return this;
    }

    /**
     * The configuration.
     *
     * @return a new one
     */
    public Config build() {
        return new Config(
                users,
                tls,
                algorithms,
                qop,
                nonceLifetime,
                minExpires,
                maxExpires,
                defaultExpires,
                challenge,
                recordRoute,
                presence,
                t1,
                ringing,
                maxMessageSize);
    }
}
