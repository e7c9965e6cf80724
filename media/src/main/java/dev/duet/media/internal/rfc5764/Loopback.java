package dev.duet.media.internal.rfc5764;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.Failure;
import dev.duet.spi.RuntimeContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two associations that talk to each other in memory: to try out, and to load, all that a handshake needs. */
public final class Loopback {

    private static final int SECONDS = 5;

    private final CompletableFuture<SrtpKey[]> keys = new CompletableFuture<>();
    private final DtlsAssociation client;
    private final DtlsAssociation server;

    /** Prepares both ends. */
    public Loopback(Identity identity, List<Fingerprint> believed, List<SrtpProfile> profiles, RuntimeContext context) {
        client = new DtlsAssociation(true, identity, believed, profiles, this::toServer, context, new Told());
        server = new DtlsAssociation(false, identity, believed, profiles, this::toClient, context, new Told());
    }

    private void toServer(byte[] data, int offset, int length) {
        server.received(data, offset, length);
    }

    private void toClient(byte[] data, int offset, int length) {
        client.received(data, offset, length);
    }

    /** The two keys of a handshake, in no order; none when there were none in time. Blocks, for seconds at most. */
    public SrtpKey[] keys() {
        server.start();
        client.start();
        try {
            return keys.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SrtpKey[0];
        } catch (ExecutionException | TimeoutException e) {
            return new SrtpKey[0];
        } finally {
            client.close();
            server.close();
        }
    }

    private final class Told implements DtlsAssociation.Listener {

        @Override
        public void secured(SrtpKey ours, SrtpKey theirs) {
            keys.complete(new SrtpKey[] {ours, theirs});
        }

        @Override
        public void failed(Failure failure) {
            keys.complete(new SrtpKey[0]);
        }
    }
}
