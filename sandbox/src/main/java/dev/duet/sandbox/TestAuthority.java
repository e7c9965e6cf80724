package dev.duet.sandbox;

import dev.duet.sandbox.internal.pki.CertificateIssuer;
import dev.duet.sandbox.internal.pki.CertificateIssuer.Issued;
import dev.duet.sandbox.internal.pki.Contexts;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * A certificate authority made on the spot, so that TLS in a test is real TLS: the client trusts this authority and
 * checks names and dates as it would anywhere. Keys are EC P-256. Nothing is registered with the JVM and nothing is
 * written unless asked for. Safe for use from any thread.
 */
public final class TestAuthority {

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(30);
    private static final Duration LEAF_LIFE = Duration.ofDays(7);
    private static final Duration CLOCK_SLACK = Duration.ofHours(1);

    private final CertificateIssuer issuer;

    private TestAuthority(CertificateIssuer issuer) {
        this.issuer = issuer;
    }

    /**
     * Makes an authority with a fresh key; no two are alike, and none trusts another.
     *
     * @return the authority, valid for 30 days
     */
    public static TestAuthority create() {
        Instant now = Instant.now();
        return new TestAuthority(CertificateIssuer.create(now.minus(CLOCK_SLACK), now.plus(AUTHORITY_LIFE)));
    }

    /**
     * The authority's own certificate: what a client must trust.
     *
     * @return the self-signed root
     */
    public X509Certificate certificate() {
        return issuer.certificate();
    }

    /**
     * A server's TLS context with a fresh certificate for these names.
     *
     * @param names DNS names (a wildcard such as {@code *.example.com} is allowed), literal IP addresses and addresses
     *     of XMPP (with an {@code @}), at least one; each becomes a subject alternative name of its kind (RFC 6125, RFC
     *     6120 13.7.1.4), and nothing is added unasked: list {@code 127.0.0.1} or {@code ::1} if a client connects to
     *     those
     * @return a context whose key manager holds the certificate and its key
     */
    public SSLContext serverContext(String... names) {
        return issue(names).context();
    }

    /**
     * Issues a good certificate.
     *
     * @param names as for {@link #serverContext}
     * @return the certificate with its key, valid for 7 days
     */
    public TestCertificate issue(String... names) {
        Instant now = Instant.now();
        return issue(now.minus(CLOCK_SLACK), now.plus(LEAF_LIFE), names);
    }

    /**
     * Issues a certificate that is right in all but its dates: it ran out yesterday.
     *
     * @param names as for {@link #serverContext}
     * @return the certificate with its key
     */
    public TestCertificate issueExpired(String... names) {
        Instant now = Instant.now();
        return issue(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)), names);
    }

    /**
     * Issues a certificate that is right in all but its dates: it begins tomorrow.
     *
     * @param names as for {@link #serverContext}
     * @return the certificate with its key
     */
    public TestCertificate issueNotYetValid(String... names) {
        Instant now = Instant.now();
        return issue(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)), names);
    }

    private TestCertificate issue(Instant from, Instant to, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("A certificate needs at least one name");
        }
        Issued issued = issuer.issue(List.of(names), from, to);
        return new TestCertificate(issued.certificate(), certificate(), issued.key());
    }

    /**
     * A client's TLS context that trusts this authority and no other. As always in the JDK a context checks chain and
     * dates; that the name is checked too is up to the client
     * ({@link javax.net.ssl.SSLParameters#setEndpointIdentificationAlgorithm}).
     *
     * @return a fresh context without a client certificate
     */
    public SSLContext trustingContext() {
        return Contexts.client(trustManager());
    }

    /**
     * For clients that take a trust manager rather than a context.
     *
     * @return a manager that trusts this authority and no other
     */
    public X509TrustManager trustManager() {
        return Contexts.trusting(certificate());
    }

    /**
     * Writes the authority's certificate for programs that take a PEM file.
     *
     * @param dir an existing directory
     * @return the file, {@code sandbox-ca.pem} in that directory
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public Path writePem(Path dir) {
        return Contexts.writePem(dir.resolve("sandbox-ca.pem"), certificate());
    }

    /**
     * Writes a trust store with the authority's certificate, for {@code javax.net.ssl.trustStore} and the like.
     *
     * @param dir an existing directory
     * @param password the store's password; the array is not kept
     * @return the file, {@code sandbox-ca.p12} in that directory, of type PKCS12
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public Path writeTrustStore(Path dir, char[] password) {
        return Contexts.writeTrustStore(dir.resolve("sandbox-ca.p12"), certificate(), password);
    }

    /** The subject of the root. */
    @Override
    public String toString() {
        return "TestAuthority[" + certificate().getSubjectX500Principal() + ']';
    }
}
