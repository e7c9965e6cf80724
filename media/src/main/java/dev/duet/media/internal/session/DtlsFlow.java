package dev.duet.media.internal.session;

import dev.duet.media.internal.rfc3264.Protection;
import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.media.internal.rfc3711.SrtpReceiver;
import dev.duet.media.internal.rfc5764.DtlsAssociation;
import dev.duet.media.internal.rfc5764.Identity;
import dev.duet.model.Failure;
import dev.duet.spi.RuntimeContext;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The DTLS association of one port's packets, and those that follow it. On the loop, but where it says otherwise. */
final class DtlsFlow {

    /** The end of a handshake. On the loop, and not when another has begun meanwhile. */
    interface Listener {

        /** There are keys. */
        void secured(SrtpKey ours, SrtpReceiver in);

        /** There will be none. */
        void failed(Failure failure);
    }

    private final RuntimeContext context;
    private final List<SrtpProfile> profiles;
    private final DtlsAssociation.Sender way;
    private final Consumer<Runnable> onLoop;
    private final Listener listener;
    private boolean wayIsThere;

    private volatile @Nullable DtlsAssociation association;
    /** What came last before there was an association: the greeting of a side that is ahead of its own answer. */
    private volatile byte @Nullable [] early;

    /**
     * Nothing has begun.
     *
     * @param onLoop runs a task on the loop, unless the session was closed meanwhile
     */
    DtlsFlow(
            RuntimeContext context,
            List<SrtpProfile> profiles,
            DtlsAssociation.Sender way,
            Consumer<Runnable> onLoop,
            Listener listener) {
        this.context = context;
        this.profiles = profiles;
        this.way = way;
        this.onLoop = onLoop;
        this.listener = listener;
    }

    /** Begins an association in place of the one before. */
    void begin(Protection.Dtls dtls, Identity identity) {
        DtlsAssociation old = association;
        DtlsAssociation[] self = new DtlsAssociation[1];
        DtlsAssociation next = new DtlsAssociation(
                dtls.client(), identity, dtls.remote(), profiles, way, context, new DtlsAssociation.Listener() {
                    @Override
                    public void secured(SrtpKey ours, SrtpKey theirs) {
                        SrtpReceiver in = new SrtpReceiver(theirs);
                        ifCurrent(() -> listener.secured(ours, in));
                    }

                    @Override
                    public void failed(Failure failure) {
                        ifCurrent(() -> listener.failed(failure));
                    }

                    private void ifCurrent(Runnable fact) {
                        onLoop.accept(() -> {
                            if (association == self[0]) {
                                fact.run();
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
        if (old != null) {
            old.close();
        }
    }

    /** No association any more. */
    void end() {
        DtlsAssociation old = association;
        association = null;
        if (old != null) {
            old.close();
        }
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
