package dev.duet.media.internal.rfc5764;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.Failure;
import dev.duet.spi.RuntimeContext;
import dev.duet.spi.VirtualLoop;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** Virtual time, threads for handshakes, and a line that a test may cut. */
final class Wire implements RuntimeContext, AutoCloseable {

    static final Identity ALICE = Identity.make(new SecureRandom(), Instant.now());
    static final Identity BOB = Identity.make(new SecureRandom(), Instant.now());

    private final VirtualLoop loop = new VirtualLoop(Instant.now());
    private final ExecutorService blocking = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-handshake");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public VirtualLoop loop() {
        return loop;
    }

    @Override
    public ExecutorService blocking() {
        return blocking;
    }

    /** One end, and what it told. */
    static final class End implements DtlsAssociation.Listener {
        final BlockingQueue<SrtpKey[]> keys = new LinkedBlockingQueue<>();
        final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();
        volatile DtlsAssociation association;
        volatile End other;
        volatile Predicate<byte[]> passes = datagram -> true;

        void send(byte[] data, int offset, int length) {
            byte[] copy = java.util.Arrays.copyOfRange(data, offset, offset + length);
            if (passes.test(copy)) {
                other.association.received(copy, 0, copy.length);
            }
        }

        @Override
        public void secured(SrtpKey ours, SrtpKey theirs) {
            keys.add(new SrtpKey[] {ours, theirs});
        }

        @Override
        public void failed(Failure failure) {
            failures.add(failure);
        }
    }

    End end(boolean client, Identity self, List<Fingerprint> believed, SrtpProfile... profiles) {
        End end = new End();
        end.association = new DtlsAssociation(client, self, believed, List.of(profiles), end::send, this, end);
        return end;
    }

    @Override
    public void close() {
        blocking.shutdownNow();
    }
}
