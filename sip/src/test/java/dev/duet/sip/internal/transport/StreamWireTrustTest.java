package dev.duet.sip.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipLimits;
import dev.duet.model.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of authorities that is of no use is this side's fault, and trying again does not help. */
class StreamWireTrustTest {

    @TempDir
    Path folder;

    @Test
    void authoritiesThatCannotBeReadAreToldAsThat() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path nonsense = Files.writeString(folder.resolve("bad.pem"), "-----BEGIN CERTIFICATE-----\nnonsense");
        for (Path pem : new Path[] {folder.resolve("none.pem"), empty, nonsense}) {
            Failure failure = failure(Trust.authorities(pem));
            assertEquals(Failure.Kind.TLS, failure.kind(), failure::toString);
            assertEquals(Failure.Origin.LOCAL, failure.origin(), failure::toString);
            assertEquals(Failure.Retry.NEVER, failure.retry(), failure::toString);
            assertTrue(failure.message().contains(pem.toString()), failure::toString);
        }
    }

    private static Failure failure(Trust trust) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Failure> closed = new CompletableFuture<>();
            StreamWire.Target target = new StreamWire.Target(
                    Transport.TLS,
                    new InetSocketAddress("127.0.0.1", server.getLocalPort()),
                    null,
                    "/",
                    trust,
                    null,
                    new PeerIdentity("example.com", Set.of()),
                    5_000,
                    SipLimits.DEFAULTS);
            StreamWire wire = StreamWire.open(target, new Wire.Listener() {
                @Override
                public void opened(Wire.TlsFacts tls) {
                    closed.completeExceptionally(new IOException("opened"));
                }

                @Override
                public void received(byte[] message, InetSocketAddress from) {}

                @Override
                public void closed(Failure failure) {
                    closed.complete(failure);
                }
            });
            try {
                return closed.get(20, TimeUnit.SECONDS);
            } finally {
                wire.close();
            }
        }
    }
}
