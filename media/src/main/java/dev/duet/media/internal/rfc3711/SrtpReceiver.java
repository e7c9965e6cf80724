package dev.duet.media.internal.rfc3711;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * The way in under one master key: authenticates, refuses what was there before, decrypts in place, follows rollovers,
 * for each source of the other side. A source becomes known by its first authentic packet: a spare context tries, so
 * that forged sources cost one check each, and no keys or memory. Not thread-safe.
 */
public final class SrtpReceiver {

    /** Sources whose packets are told from repeated ones; beyond, the one that was silent longest is forgotten. */
    static final int MOST_SOURCES = 64;

    private static final int RTP_HEADER_BYTES = 12;
    private static final int RTCP_HEADER_BYTES = 8;

    private final SrtpKey key;
    private final SrtpContextFactory contexts;
    private final PacketView view = new PacketView();
    private final BySource<SrtpCryptoContext> rtp = new BySource<>();
    private final BySource<SrtcpCryptoContext> rtcp = new BySource<>();
    private @Nullable SrtpCryptoContext spareRtp;
    private @Nullable SrtcpCryptoContext spareRtcp;

    /** Prepares for that key. The first in a JVM takes most of a second: not on the tick. */
    public SrtpReceiver(SrtpKey key) {
        this.key = key;
        this.contexts = SrtpLibrary.contexts(false, key);
        spareRtp();
        spareRtcp();
    }

    /** The key. */
    public SrtpKey key() {
        return key;
    }

    /** Decrypts an SRTP packet in place. Returns its new length; -1 when it is forged, or was there before. */
    public int rtp(byte[] data, int offset, int length) {
        if (length < RTP_HEADER_BYTES) {
            return -1;
        }
        int ssrc = Words.int32(data, offset + 8);
        SrtpCryptoContext known = rtp.find(ssrc);
        SrtpCryptoContext context = known == null ? spareRtp() : known;
        try {
            if (context.reverseTransformPacket(view.on(data, offset, length), false) != SrtpErrorStatus.OK) {
                return -1;
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            return -1; // no packet that this side's keys made
        }
        if (known == null) {
            spareRtp = null;
            remember(rtp, ssrc, context);
        }
        return view.getLength();
    }

    /** Decrypts an SRTCP packet in place. Returns its new length; -1 when it is forged, or was there before. */
    public int rtcp(byte[] data, int offset, int length) {
        if (length < RTCP_HEADER_BYTES) {
            return -1;
        }
        int ssrc = Words.int32(data, offset + 4);
        SrtcpCryptoContext known = rtcp.find(ssrc);
        SrtcpCryptoContext context = known == null ? spareRtcp() : known;
        try {
            if (context.reverseTransformPacket(view.on(data, offset, length)) != SrtpErrorStatus.OK) {
                return -1;
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            return -1;
        }
        if (known == null) {
            spareRtcp = null;
            remember(rtcp, ssrc, context);
        }
        return view.getLength();
    }

    private static <T> void remember(BySource<T> all, int ssrc, T context) {
        if (all.size() == MOST_SOURCES) {
            all.forgetOldest();
        }
        all.add(ssrc, context);
    }

    private SrtpCryptoContext spareRtp() {
        SrtpCryptoContext spare = spareRtp;
        if (spare == null) {
            try {
                spare = contexts.deriveContext(0, 0);
            } catch (GeneralSecurityException e) {
                throw SrtpLibrary.missing(e);
            }
            spareRtp = spare;
        }
        return spare;
    }

    private SrtcpCryptoContext spareRtcp() {
        SrtcpCryptoContext spare = spareRtcp;
        if (spare == null) {
            try {
                spare = contexts.deriveControlContext(0);
            } catch (GeneralSecurityException e) {
                throw SrtpLibrary.missing(e);
            }
            spareRtcp = spare;
        }
        return spare;
    }
}
