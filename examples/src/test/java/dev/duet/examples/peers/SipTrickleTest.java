package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.SipExchange;
import dev.duet.sandbox.junit.Sandbox;
import dev.duet.sandbox.wire.TcpWire;
import dev.duet.sandbox.wire.WireSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A SIP call whose sides have no candidate when they describe themselves, and find their only ones later (RFC 8840):
 * both hide behind a TURN server that is far away.
 */
@Sandbox(users = {"alice", "bob"})
@NeedsPeers("turnserver")
class SipTrickleTest {

    /** To the server: an allocation takes four times that, which is more than a description waits. */
    private static final Duration FAR = Duration.ofMillis(300);

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void candidatesFollowTheDescriptionsAndTheCallNeedsThem(
            DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, @TempDir Path folder) {
        try (Coturn turn = Coturn.start(folder);
                TcpWire wire = TcpWire.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), turn.port()), 1)) {
            wire.set(WireSettings.perfect().withDelay(FAR));
            MediaConfig media = MediaConfig.builder()
                    .ice(MediaConfig.Ice.ALWAYS)
                    .relayOnly(true)
                    .iceServers(List.of(IceServer.turn(
                            IceServer.Transport.TCP, "127.0.0.1", wire.port(), Coturn.USER, Coturn.PASSWORD)))
                    .build();
            Path authority = sandbox.authority().writePem(folder);
            BlockingQueue<Call> atBob = new LinkedBlockingQueue<>();
            try (Account caller = Duet.open(account(sandbox, alice, authority, media));
                    Account callee = Duet.open(account(sandbox, bob, authority, media))) {
                callee.on(IncomingCall.class, event -> atBob.add(event.call()));
                Futures.await(caller.connect());
                Futures.await(callee.connect());
                // The sound need not come from so far, too.
                CompletableFuture<Void> nearer = CompletableFuture.runAsync(() -> {
                    sandbox.sip().awaitMessage(each -> isEnd(each, alice), SOON);
                    sandbox.sip().awaitMessage(each -> isEnd(each, bob), SOON);
                    wire.set(WireSettings.perfect());
                });
                Call call = caller.call(bob.sipUri());
                SpokenCall spoken = SpokenCall.of(folder, call, Futures.next(atBob));
                Futures.await(nearer);
                System.out.println("SIP, trickled: " + spoken.heard());
                assertEquals(IceCandidate.Type.RELAY, spoken.callers().local());
                assertEquals(IceCandidate.Type.RELAY, spoken.callees().local());
            }
            List<String> received = sandbox.sip().exchange().stream()
                    .filter(each -> each.direction() == SipExchange.Direction.RECEIVED)
                    .map(SipExchange::text)
                    .toList();
            String offer = received.stream()
                    .filter(each -> each.startsWith("INVITE ") && each.contains("Proxy-Authorization"))
                    .findFirst()
                    .orElseThrow();
            String answer = received.stream()
                    .filter(each -> each.startsWith("SIP/2.0 200") && each.contains("\r\nm=audio"))
                    .findFirst()
                    .orElseThrow();
            for (String each : List.of(offer, answer)) {
                assertTrue(each.contains("a=ice-options:trickle"), each);
                assertFalse(each.contains("a=candidate"), each);
                assertFalse(each.contains("a=end-of-candidates"), each);
            }
            for (SandboxUser each : List.of(alice, bob)) {
                String last = sandbox.sip()
                        .awaitMessage(message -> isEnd(message, each), SOON)
                        .text();
                assertTrue(last.contains("Info-Package: trickle-ice"), last);
                assertTrue(last.contains(" typ relay "), last);
            }
            assertEquals(List.of(), sandbox.violations());
        }
    }

    /** True for the last candidates of somebody's. */
    private static boolean isEnd(SipExchange message, SandboxUser from) {
        String text = message.text();
        return message.direction() == SipExchange.Direction.RECEIVED
                && text.startsWith("INFO ")
                && text.contains("\r\nFrom: <" + from.sipUri() + ">")
                && text.contains("a=end-of-candidates");
    }

    private static AccountConfig account(DuetSandbox sandbox, SandboxUser user, Path authority, MediaConfig media) {
        return AccountConfig.builder(user.name())
                .sip(user.sipUri(), user.password(), half -> half.server(
                                "127.0.0.1", sandbox.sip().tlsPort())
                        .trust(Trust.authorities(authority)))
                .media(media)
                .build();
    }
}
