package dev.duet.media.internal.session;

import dev.duet.media.internal.rfc3264.Protection;
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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings about what was agreed on: a DTLS association when there is a way, or the keys of SDES at once, and then the
 * transform. What stays agreed stays as it is. On the loop, but where it says otherwise.
 */
final class MediaSecurity {

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
    private final List<SrtpProfile> profiles;
    private final boolean signallingProtected;
    private final DtlsAssociation.Sender way;
    private final Consumer<Runnable> onLoop;
    private final Listener listener;
    /** One key has one sender, whatever was agreed between its uses. */
    private final List<SrtpSender> senders = new ArrayList<>();

    private @Nullable Protection agreed;
    private @Nullable SrtpReceiver receiver;
    private boolean wayIsThere;
    private boolean ready;

    private volatile @Nullable DtlsAssociation association;
    /** What came last before there was an association: the greeting of a side that is ahead of its own answer. */
    private volatile byte @Nullable [] early;

    private volatile CallSecurity security = CallSecurity.NONE;

    /**
     * Nothing is agreed yet.
     *
     * @param onLoop runs a task on the loop, unless the session was closed meanwhile
     */
    MediaSecurity(
            RuntimeContext context,
            List<SrtpProfile> profiles,
            boolean signallingProtected,
            DtlsAssociation.Sender way,
            Consumer<Runnable> onLoop,
            Listener listener) {
        this.context = context;
        this.profiles = profiles;
        this.signallingProtected = signallingProtected;
        this.way = way;
        this.onLoop = onLoop;
        this.listener = listener;
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
     * @param identity who this side is in handshakes; not null when one was agreed on
     */
    void agree(Protection next, @Nullable Identity identity) {
        if (next.equals(agreed)) {
            return;
        }
        agreed = next;
        ready = false;
        DtlsAssociation old = association;
        association = null;
        if (next instanceof Protection.Dtls dtls) {
            shake(dtls, Objects.requireNonNull(identity, "identity"));
        } else if (next instanceof Protection.Sdes sdes) {
            useKeys(sdes);
        } else {
            security = CallSecurity.NONE;
            receiver = null;
            listener.transform(PacketTransform.NONE);
            done();
        }
        if (old != null) {
            old.close();
        }
    }

    private void shake(Protection.Dtls dtls, Identity identity) {
        close(security);
        DtlsAssociation[] self = new DtlsAssociation[1];
        DtlsAssociation next = new DtlsAssociation(
                dtls.client(), identity, dtls.remote(), profiles, way, context, new DtlsAssociation.Listener() {
                    @Override
                    public void secured(SrtpKey ours, SrtpKey theirs) {
                        SrtpReceiver in = new SrtpReceiver(theirs);
                        onLoop.accept(() -> {
                            if (association == self[0]) {
                                secure(CallSecurity.Media.DTLS_SRTP, ours, in);
                            }
                        });
                    }

                    @Override
                    public void failed(Failure failure) {
                        onLoop.accept(() -> {
                            if (association == self[0]) {
                                listener.failed(failure);
                            }
                        });
                    }
                });
        self[0] = next;
        association = next;
        byte[] greeting = early;
        early = null;
        if (greeting != null) {
            next.received(greeting, 0, greeting.length);
        }
        if (wayIsThere) {
            next.start();
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
        SrtpSender out = senders.stream()
                .filter(sender -> sender.key().equals(ours))
                .findFirst()
                .orElseGet(() -> {
                    SrtpSender sender = new SrtpSender(ours);
                    senders.add(sender);
                    return sender;
                });
        receiver = in;
        security = new CallSecurity(media, ours.profile().name(), signallingProtected);
        listener.transform(new Srtp(out, in));
        done();
    }

    private void done() {
        ready = true;
        listener.ready();
    }

    /** There is a way to the other side. */
    void wayFound() {
        wayIsThere = true;
        DtlsAssociation waiting = association;
        if (waiting != null) {
            waiting.start();
        }
    }

    /** A datagram of DTLS. On the tick. */
    void received(byte[] data, int offset, int length) {
        DtlsAssociation current = association;
        if (current != null) {
            current.received(data, offset, length);
        } else {
            early = Arrays.copyOfRange(data, offset, offset + length);
        }
    }

    /** Says goodbye on the way that there still is. From any thread. */
    void close() {
        DtlsAssociation current = association;
        if (current != null) {
            current.close();
        }
    }
}
