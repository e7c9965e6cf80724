package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.SipLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may cost, with SIPp as them and as the own server. */
@NeedsPeers("sipp")
@Tag("beside")
class SippFloodTest {

    @TempDir
    private Path folder;

    @Test
    void theOwnServerIsServedDuringFloods() throws IOException {
        AtomicInteger strangers = new AtomicInteger();
        try (Sipp server = Sipp.server(folder, "sipp-renewing-server.xml", Sipp.Place.udp("127.0.0.1"));
                Account account = PeerAccounts.sip(server, half -> half.publishPresence(false))) {
            account.on(IncomingCall.class, event -> {
                if (event.call().remoteName().equals("Eve")) {
                    strangers.incrementAndGet();
                }
            });
            SippTalk talk = SippTalk.begin(account);
            try (Sipp registering = flood("sipp-flooding-registrant.xml", "127.0.0.2", server);
                    Sipp asking = flood("sipp-flooding-asker.xml", "127.0.0.3", server);
                    Sipp calling = flood("sipp-flooding-caller.xml", "127.0.0.4", server)) {
                List<Sipp> floods = List.of(registering, asking, calling);
                for (Sipp flood : floods) {
                    await("that the flood is turned away")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> flood.said().contains("503"));
                }
                account.networkChanged();
                talk.connectedBothWays();
                for (Sipp flood : floods) {
                    Path errors = flood.folder().resolve("errors");
                    assertFalse(Files.exists(errors) && Files.readString(errors).contains("unexpected"));
                }
            }
            int rang = strangers.get();
            assertTrue(rang > 0 && rang <= SipLimits.DEFAULTS.ringing().ofAStranger(), "rang: " + rang);
            talk.end();
            assertTrue(server.did("answered", "called", "gone"), () -> server.process()
                    .log());
        }
    }

    private Sipp flood(String scenario, String host, Sipp server) {
        return Sipp.flood(folder, scenario, host, server.logged());
    }

    @Test
    void whatIsTooLargeIsRefused() {
        try (Sipp server = Sipp.server(folder, "sipp-server.xml", Sipp.Place.udp("127.0.0.1"));
                Account account = PeerAccounts.sip(server, half -> half.publishPresence(false)
                        .limits(SipLimits.DEFAULTS.withSizes(4096, 100, 1024)))) {
            SippTalk talk = SippTalk.begin(account);
            try (Sipp stranger = Sipp.stranger(
                    folder,
                    "sipp-oversized-caller.xml",
                    "127.0.0.2",
                    server.logged(),
                    Map.of("padding", "x".repeat(1500)))) {
                assertTrue(stranger.succeeded(), () -> stranger.process().log());
            }
            talk.end();
            assertTrue(server.did("gone"), () -> server.process().log());
        }
    }
}
