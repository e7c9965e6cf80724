package dev.duet.model;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What proves this side in a TLS handshake: a certificate with its private key.
 *
 * @param keyStore a PKCS #12 file; read when a link connects
 * @param password of the file and of the key in it
 */
public record ClientCertificate(Path keyStore, Secret password) {

    public ClientCertificate {
        Objects.requireNonNull(keyStore, "keyStore");
        Objects.requireNonNull(password, "password");
    }
}
