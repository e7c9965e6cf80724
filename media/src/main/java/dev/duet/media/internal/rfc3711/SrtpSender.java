package dev.duet.media.internal.rfc3711;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * The way out under one master key: encrypts in place, counts rollovers and SRTCP indexes for each source of ours. The
 * counters live as long as this: one key must have one sender, or packets would be encrypted twice in the same way
 * (RFC 3711 9.1). Not thread-safe.
 */
public final class SrtpSender {

    /** A source is new only when the codec's clock changes: nobody has more. No context may ever be forgotten. */
    private static final int MOST_SOURCES = 256;

    private final SrtpKey key;
    private final SrtpContextFactory contexts;
    private final PacketView view = new PacketView();
    private final BySource<SrtpCryptoContext> rtp = new BySource<>();
    private final BySource<SrtcpCryptoContext> rtcp = new BySource<>();

    /** Prepares for that key. */
    public SrtpSender(SrtpKey key) {
        this.key = key;
        this.contexts = SrtpLibrary.contexts(true, key);
    }

    /** The key. */
    public SrtpKey key() {
        return key;
    }

    /** Encrypts an RTP packet in place. Returns its new length; -1 not to send. */
    public int rtp(byte[] data, int offset, int length) {
        try {
            SrtpCryptoContext context = rtpContext(Words.int32(data, offset + 8));
            return context != null && context.transformPacket(view.on(data, offset, length)) == SrtpErrorStatus.OK
                    ? view.getLength()
                    : -1;
        } catch (GeneralSecurityException e) {
            throw SrtpLibrary.missing(e);
        }
    }

    /** Encrypts a compound RTCP packet in place. Returns its new length; -1 not to send. */
    public int rtcp(byte[] data, int offset, int length) {
        try {
            SrtcpCryptoContext context = rtcpContext(Words.int32(data, offset + 4));
            return context != null && context.transformPacket(view.on(data, offset, length)) == SrtpErrorStatus.OK
                    ? view.getLength()
                    : -1;
        } catch (GeneralSecurityException e) {
            throw SrtpLibrary.missing(e);
        }
    }

    private @Nullable SrtpCryptoContext rtpContext(int ssrc) throws GeneralSecurityException {
        SrtpCryptoContext known = rtp.find(ssrc);
        if (known == null && rtp.size() < MOST_SOURCES) {
            known = contexts.deriveContext(ssrc, 0);
            rtp.add(ssrc, known);
        }
        return known;
    }

    private @Nullable SrtcpCryptoContext rtcpContext(int ssrc) throws GeneralSecurityException {
        SrtcpCryptoContext known = rtcp.find(ssrc);
        if (known == null && rtcp.size() < MOST_SOURCES) {
            known = contexts.deriveControlContext(ssrc);
            rtcp.add(ssrc, known);
        }
        return known;
    }
}
