package dev.duet.media.internal.rfc5764;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/** The side that waits. */
final class Server extends DefaultTlsServer {

    private final Handshake handshake;
    private final int limitMillis;
    private int @Nullable [] profile;

    Server(Handshake handshake, int limitMillis) {
        super(handshake.identity().crypto());
        this.handshake = handshake;
        this.limitMillis = limitMillis;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    /** Only what the certificate can sign: the default would choose RSA, and then have no key for it. */
    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), Handshake.SERVER_SUITES);
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return limitMillis;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return Handshake.RESEND_MILLIS;
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return handshake.identity().signer(context);
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
                null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
        handshake.check(chain);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (offered == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "No SRTP profiles were offered");
        }
        profile = new int[] {handshake.choose(offered.getProtectionProfiles()).dtlsId()};
    }

    @Override
    public Hashtable<?, ?> getServerExtensions() throws IOException {
        Hashtable<?, ?> extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
        if (profile != null) {
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profile, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        handshake.finish(context);
    }
}
