package dev.duet.sandbox;

import dev.duet.sandbox.internal.pki.Contexts;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;

/** A certificate of a {@link TestAuthority} together with its private key. Immutable. */
public final class TestCertificate {

    private final X509Certificate certificate;
    private final X509Certificate authority;
    private final PrivateKey key;

    TestCertificate(X509Certificate certificate, X509Certificate authority, PrivateKey key) {
        this.certificate = certificate;
        this.authority = authority;
        this.key = key;
    }

    /**
     * The certificate.
     *
     * @return the end-entity certificate
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * A TLS context that shows this certificate.
     *
     * @return a fresh context; when it asks for certificates of clients it trusts the authority that issued this one
     */
    public SSLContext context() {
        return Contexts.server(key, certificate, authority);
    }

    /**
     * Writes the chain for a server that is not Java.
     *
     * @param dir an existing directory
     * @return {@code server.pem} in that directory: the certificate, then the authority's
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public Path writeChain(Path dir) {
        return Contexts.writePem(dir.resolve("server.pem"), certificate, authority);
    }

    /**
     * Writes the private key, not encrypted: it is worth nothing outside the test.
     *
     * @param dir an existing directory
     * @return {@code server.key} in that directory, PKCS#8 in PEM
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public Path writeKey(Path dir) {
        return Contexts.writePem(dir.resolve("server.key"), key);
    }

    /**
     * Writes certificate and key for a client that shows by TLS who it is.
     *
     * @param dir an existing directory
     * @param password of the file and of the key in it; the array is not kept
     * @return {@code client.p12} in that directory, of type PKCS12
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public Path writeKeyStore(Path dir, char[] password) {
        return Contexts.writeKeyStore(dir.resolve("client.p12"), password, key, certificate, authority);
    }

    /** The subject; the key is left out. */
    @Override
    public String toString() {
        return "TestCertificate[" + certificate.getSubjectX500Principal() + ']';
    }
}
