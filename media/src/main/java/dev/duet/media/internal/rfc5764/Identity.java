package dev.duet.media.internal.rfc5764;

import dev.duet.media.internal.rfc8122.Fingerprints;
import dev.duet.model.DtlsDescription.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Who this side is in handshakes: a key on P-256 and a certificate that it signed itself (RFC 5763 5). It names nobody.
 */
public final class Identity {

    private static final Duration VALID = Duration.ofDays(30);
    private static final int SERIAL_BITS = 64;

    private final BcTlsCrypto crypto;
    private final AsymmetricKeyParameter key;
    private final Certificate chain;
    private final Fingerprint fingerprint;

    private Identity(BcTlsCrypto crypto, AsymmetricKeyParameter key, byte[] certificate) throws IOException {
        this.crypto = crypto;
        this.key = key;
        this.chain = new Certificate(new TlsCertificate[] {new BcTlsCertificate(crypto, certificate)});
        this.fingerprint = Fingerprints.of(certificate);
    }

    /** Makes a key and a certificate; that takes milliseconds, and half a second in a JVM that did nothing like it. */
    public static Identity make(SecureRandom random, Instant now) {
        try {
            ECNamedDomainParameters curve = ECNamedDomainParameters.lookup(X9ObjectIdentifiers.prime256v1);
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(curve, random));
            AsymmetricCipherKeyPair pair = generator.generateKeyPair();
            return new Identity(new BcTlsCrypto(random), pair.getPrivate(), certificate(pair, random, now));
        } catch (Exception e) {
            throw new IllegalStateException("No certificate can be made", e);
        }
    }

    private static byte[] certificate(AsymmetricCipherKeyPair pair, SecureRandom random, Instant now) throws Exception {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        X500Name nobody = new X500Name("CN=duet");
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE)));
        generator.setSignature(algorithm);
        generator.setIssuer(nobody);
        generator.setSubject(nobody);
        // A day back, for peers whose clock is behind.
        generator.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
        generator.setEndDate(new Time(Date.from(now.plus(VALID))));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()));
        TBSCertificate body = generator.generateTBSCertificate();
        byte[] bytes = body.getEncoded("DER");
        DSADigestSigner signer = new DSADigestSigner(new ECDSASigner(), new SHA256Digest());
        signer.init(true, pair.getPrivate());
        signer.update(bytes, 0, bytes.length);
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(body);
        parts.add(algorithm);
        parts.add(new DERBitString(signer.generateSignature()));
        return new DERSequence(parts).getEncoded("DER");
    }

    /** What descriptions say about the certificate. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                key,
                chain,
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
