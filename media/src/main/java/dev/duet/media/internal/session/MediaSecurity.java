package dev.duet.media.internal.session;

import dev.duet.media.internal.rfc3264.Protection;
import dev.duet.media.internal.rfc3711.SeparateSrtp;
import dev.duet.media.internal.rfc3711.Srtp;
import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.media.internal.rfc3711.SrtpReceiver;
import dev.duet.media.internal.rfc3711.SrtpSender;
import dev.duet.media.internal.rfc5764.DtlsAssociation;
import dev.duet.media.internal.rfc5764.Identity;
import dev.duet.media.internal.stream.PacketTransform;
import dev.duet.model.CallSecurity;
import dev.duet.model.Failure;
import dev.duet.spi.RuntimeContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings about what was agreed on: a DTLS association when there is a way, or the keys of SDES at once, and then the
 * transform. What stays agreed stays as it is. On the loop, but where it says otherwise.
 */
final class MediaSecurity {

    private static final Logger LOG = LoggerFactory.getLogger(MediaSecurity.class);

    /** What comes out. */
    interface Listener {

        /** Packets are to go through that from now on. On the loop. */
        void transform(PacketTransform next);

        /** There are keys, or none are needed. On the loop, after {@link #transform}. */
        void ready();

        /** There will be no keys. On the loop. */
        void failed(Failure failure);
    }

    private final RuntimeContext context;
    private final boolean signallingProtected;
    private final Consumer<Runnable> onLoop;
    private final Listener listener;
    private final DtlsFlow rtp;
    private final DtlsFlow rtcp;
    /** One key has one sender, whatever was agreed between its uses. */
    private final List<SrtpSender> senders = new ArrayList<>();

    private @Nullable Protection agreed;
    private @Nullable SrtpReceiver receiver;
    private boolean ready;
    private boolean separate;
    private @Nullable Srtp sound;
    private @Nullable SeparateSrtp halves;
    private @Nullable Srtp reports;

    private boolean wayIsThere;
    private boolean answerWaits;

    private volatile CallSecurity security = CallSecurity.NONE;

    /**
     * Nothing is agreed yet.
     *
     * @param rtpWay sends a datagram on RTP's way
     * @param rtcpWay sends one on that of RTCP, where that is another
     * @param onLoop runs a task on the loop, unless the session was closed meanwhile
     */
    MediaSecurity(
            RuntimeContext context,
            List<SrtpProfile> profiles,
            boolean signallingProtected,
            DtlsAssociation.Sender rtpWay,
            DtlsAssociation.Sender rtcpWay,
            Consumer<Runnable> onLoop,
            Listener listener) {
        this.context = context;
        this.signallingProtected = signallingProtected;
        this.onLoop = onLoop;
        this.listener = listener;
        rtp = new DtlsFlow(context, profiles, rtpWay, onLoop, new RtpFacts());
        rtcp = new DtlsFlow(context, profiles, rtcpWay, onLoop, new RtcpFacts());
    }

    /** What is in force, or on its way. */
    Protection agreed() {
        Protection known = agreed;
        return known == null ? Protection.NONE : known;
    }

    /** True when media may flow. */
    boolean isReady() {
        return ready;
    }

    /** What protects the media now. From any thread. */
    CallSecurity security() {
        return security;
    }

    /**
     * Brings that about. The same again changes nothing: its keys or its association go on (RFC 8842 5.1).
     *
     * @param rtcpApart true when RTCP has a port of its own, and so needs an association of its own (RFC 5764 4.2)
     * @param identity who this side is in handshakes; not null when one was agreed on
     */
    void agree(Protection next, boolean rtcpApart, @Nullable Identity identity) {
        boolean same = next.equals(agreed);
        if (same && rtcpApart == separate) {
            return;
        }
        agreed = next;
        separate = rtcpApart;
        halves = null;
        reports = null;
        if (next instanceof Protection.Dtls dtls) {
            Identity self = Objects.requireNonNull(identity, "identity");
            if (!same) {
                ready = false;
                sound = null;
                close(security);
                rtp.begin(dtls, self);
            }
            shakeForReports(dtls, self);
            return;
        }
        if (same) {
            return; // one pair of keys is for all packets
        }
        ready = false;
        if (next instanceof Protection.Sdes sdes) {
            useKeys(sdes);
        } else {
            security = CallSecurity.NONE;
            receiver = null;
            listener.transform(PacketTransform.NONE);
            done();
        }
        rtp.end();
        rtcp.end();
    }

    private void shakeForReports(Protection.Dtls dtls, Identity identity) {
        Srtp known = sound;
        if (known != null) {
            listener.transform(separate ? apart(known) : known);
        }
        if (separate) {
            rtcp.begin(dtls, identity);
        } else {
            rtcp.end();
        }
    }

    private final class RtpFacts implements DtlsFlow.Listener {

        @Override
        public void secured(SrtpKey ours, SrtpReceiver in) {
            secure(CallSecurity.Media.DTLS_SRTP, ours, in);
        }

        @Override
        public void failed(Failure failure) {
            listener.failed(failure);
        }
    }

    /** Without keys for them there are no reports, which a call can do without. */
    private final class RtcpFacts implements DtlsFlow.Listener {

        @Override
        public void secured(SrtpKey ours, SrtpReceiver in) {
            Srtp keys = new Srtp(sender(ours), in);
            reports = keys;
            if (halves != null) {
                halves.rtcp(keys);
            }
        }

        @Override
        public void failed(Failure failure) {
            LOG.debug("No reports: {}", failure.message());
        }
    }

    private void useKeys(Protection.Sdes keys) {
        close(security);
        SrtpReceiver known = receiver;
        if (known != null && known.key().equals(keys.theirs())) {
            secure(CallSecurity.Media.SDES, keys.ours(), known);
            return;
        }
        try {
            context.blocking().execute(() -> {
                SrtpReceiver in = new SrtpReceiver(keys.theirs());
                onLoop.accept(() -> {
                    if (keys.equals(agreed)) {
                        secure(CallSecurity.Media.SDES, keys.ours(), in);
                    }
                });
            });
        } catch (RejectedExecutionException e) {
            // The runtime is ending, and the session with it.
        }
    }

    /** Until there are keys nothing flows, unless it is protected by those before. */
    private void close(CallSecurity before) {
        if (before.media() == CallSecurity.Media.NONE) {
            listener.transform(PacketTransform.CLOSED);
        }
    }

    private void secure(CallSecurity.Media media, SrtpKey ours, SrtpReceiver in) {
        receiver = in;
        security = new CallSecurity(media, ours.profile().name(), signallingProtected);
        Srtp keys = new Srtp(sender(ours), in);
        sound = keys;
        listener.transform(separate && media == CallSecurity.Media.DTLS_SRTP ? apart(keys) : keys);
        done();
    }

    private PacketTransform apart(Srtp keys) {
        SeparateSrtp both = new SeparateSrtp(keys);
        halves = both;
        if (reports != null) {
            both.rtcp(reports);
        }
        return both;
    }

    private SrtpSender sender(SrtpKey key) {
        return senders.stream()
                .filter(sender -> sender.key().equals(key))
                .findFirst()
                .orElseGet(() -> {
                    SrtpSender sender = new SrtpSender(key);
                    senders.add(sender);
                    return sender;
                });
    }

    private void done() {
        ready = true;
        listener.ready();
    }

    /** There is a way to the other side. */
    void wayFound() {
        wayIsThere = true;
        if (!answerWaits) {
            rtp.wayFound();
            rtcp.wayFound();
        }
    }

    /** Whether our answer waits for the user: a handshake waits for it. */
    void answerWaits(boolean waits) {
        answerWaits = waits;
        if (wayIsThere) {
            wayFound();
        }
    }

    /** A datagram of DTLS on RTP's port. On the tick. */
    void received(byte[] data, int offset, int length) {
        rtp.received(data, offset, length);
    }

    /** A datagram of DTLS on a port that is RTCP's alone. On the tick. */
    void receivedApart(byte[] data, int offset, int length) {
        rtcp.received(data, offset, length);
    }

    /** Says goodbye on the way that there still is. From any thread. */
    void close() {
        rtp.close();
        rtcp.close();
    }
}
