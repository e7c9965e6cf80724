package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.examples.peers.NatNetwork.Ip;
import dev.duet.examples.peers.NatNetwork.Nat;
import dev.duet.examples.peers.NatNetwork.Side;
import dev.duet.model.IceServer;
import dev.duet.model.IceServer.Transport;
import dev.duet.model.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls between two programs in networks of their own, and what becomes of them: by what pair of candidates they
 * connect, after how long, or why not. Prints the table that media/README.md shows.
 */
@NeedsPeers({"ip", "nft", "prosody", "kamailio", "turnserver"})
@Tag("beside")
class TraversalTest {

    private static final int ROUNDS = 3;
    private static final String IDLE = "0 sockets, threads []";

    @TempDir
    private static Path folder;

    private static final List<String> TABLE = new CopyOnWriteArrayList<>();
    private static NatNetwork network;
    private static Prosody prosody;
    private static Kamailio kamailio;
    private static Coturn coturn;
    private static Path says;
    private static NatCallerProcess alice;
    private static NatCallerProcess neighbour;
    private static NatCallerProcess bob;
    private static NatCallerProcess another;

    @BeforeAll
    static void start() {
        NatNetwork.assumePermitted(folder);
        network = NatNetwork.create(folder, Nat.NONE, Nat.NONE);
        alice = network.caller(Side.A, false);
        bob = network.caller(Side.B, false);
        neighbour = network.caller(Side.A, true);
        another = network.caller(Side.B, false);
        List<String> addresses = List.of(NatNetwork.SERVER, NatNetwork.SERVER6);
        kamailio = Kamailio.start(folder, network.atServer(), addresses, "SHA-256");
        prosody = Prosody.startAt(folder, network.atServer(), addresses, "alice", "bob");
        coturn = Coturn.start(
                folder,
                network.atServer(),
                "lt-cred-mech\nuser=" + Coturn.USER + ":" + Coturn.PASSWORD,
                NatNetwork.SERVER,
                NatNetwork.SERVER6);
        network.awaitServer(kamailio.tlsPort());
        says = Speech.beginning(folder, 1000, 3000);
        warmUp(line(Protocol.XMPP, bob));
        warmUp(line(Protocol.SIP, bob));
        warmUp(line(Protocol.XMPP, neighbour));
    }

    private static NatLine line(Protocol protocol, NatCallerProcess callee) {
        return new NatLine(protocol, alice, callee, says, folder);
    }

    /** One by each protocol, of programs that do not share anything: for rows that do little but wait. */
    private static List<NatLine> both() {
        return List.of(line(Protocol.XMPP, bob), new NatLine(Protocol.SIP, neighbour, another, says, folder));
    }

    private static void signIn(NatLine line, String host, List<IceServer> servers) {
        line.signIn(new NatLine.Servers(prosody, kamailio, coturn.authority()), host, servers);
    }

    /** Java is slow at first, on a busy machine very much so: that is not what these tests are about. */
    private static void warmUp(NatLine line) {
        signIn(line, NatNetwork.SERVER, List.of());
        await("warm programs")
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    List<String> outcome = line.call();
                    boolean fast =
                            outcome.stream().allMatch(each -> each.startsWith("connected ") && millis(each) < 1000);
                    if (fast) {
                        line.talk(4000);
                    }
                    line.hangUp();
                    return fast && line.heard("bob") >= 0.9 && line.heard("alice") >= 0.9;
                });
        line.callee().ask("sign-out");
        line.caller().ask("sign-out");
    }

    private static long millis(String outcome) {
        return Long.parseLong(outcome.split(" ")[1]);
    }

    @AfterAll
    static void stop() {
        TABLE.stream().sorted().forEach(System.out::println);
        Stream.of(coturn, kamailio, prosody, network).forEach(TraversalTest::close);
    }

    private static void close(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing stays behind: no thread of Duet's, no socket. */
    @AfterEach
    void signOut() {
        for (NatCallerProcess each : List.of(alice, neighbour, bob, another)) {
            each.forget();
            assertEquals("ok", each.ask("sign-out"));
        }
        for (NatCallerProcess each : List.of(alice, neighbour, bob, another)) {
            await("what calls left").atMost(Duration.ofSeconds(20)).until(() -> each.ask("left"), IDLE::equals);
        }
    }

    // --- the servers that callers are told of

    private static IceServer stun(String host) {
        return IceServer.stun(host, coturn.port());
    }

    private static IceServer turn(Transport transport, String host, String password) {
        int port = transport == Transport.TLS ? coturn.tlsPort() : coturn.port();
        return IceServer.turn(transport, host, port, Coturn.USER, password);
    }

    private static List<IceServer> all(String host) {
        return List.of(
                stun(host),
                turn(Transport.UDP, host, Coturn.PASSWORD),
                turn(Transport.TCP, host, Coturn.PASSWORD),
                turn(Transport.TLS, host, Coturn.PASSWORD));
    }

    // --- what rows do

    /** Some calls that connect, the last of them with a talk: the caller's pair and the callee's. */
    private static List<String> connects(String row, NatLine line) {
        List<Long> millis = new ArrayList<>();
        List<String> pairs = List.of();
        for (int i = 0; i < ROUNDS; i++) {
            List<String> outcome = line.call();
            assertTrue(
                    outcome.stream().allMatch(each -> each.startsWith("connected ")),
                    () -> outcome + "; " + line.warnings() + "; "
                            + line.callee().ask("warnings"));
            millis.add(millis(outcome.get(0)));
            pairs = List.of(pair(outcome.get(1)), pair(outcome.get(0)));
            if (i == ROUNDS - 1) {
                line.talk(4000);
            }
            line.hangUp();
        }
        double toBob = line.heard("bob");
        double toAlice = line.heard("alice");
        List<Long> sorted = millis.stream().sorted().toList();
        tell(
                row,
                line.toString(),
                pairs.get(0),
                pairs.get(1),
                sorted.get(ROUNDS / 2) + ", " + sorted.get(ROUNDS - 1),
                String.format("%.2f, %.2f", toBob, toAlice));
        assertTrue(toBob >= 0.9 && toAlice >= 0.9, toBob + ", " + toAlice);
        return pairs;
    }

    private static String pair(String outcome) {
        return outcome.split(" ", 3)[2];
    }

    /** Calls by both protocols at once that do not connect: what the callers were warned of. */
    private static List<List<String>> fail(String row, List<IceServer> servers) {
        List<NatLine> lines = both();
        lines.forEach(line -> signIn(line, NatNetwork.SERVER, servers));
        lines.forEach(NatLine::begin);
        return lines.stream().map(line -> fails(row, line)).toList();
    }

    /** A call that does not connect: why not, on either side, and what the caller was warned of. */
    private static List<String> fails(String row, NatLine line) {
        List<String> outcome = line.outcome();
        String warnings = line.warnings();
        tell(row, line.toString(), outcome.get(1), outcome.get(0), warnings);
        // Either all pairs have failed, or both sides know that no more candidates come: whichever is found out first,
        // and on either side.
        assertTrue(
                outcome.stream()
                        .allMatch(each -> each.startsWith("ended ")
                                && (each.contains(": No way to the peer was found by ICE")
                                        || each.contains(": None of the peer's candidates can be reached"))),
                outcome::toString);
        assertTrue(outcome.stream().anyMatch(each -> each.contains(" FAILED by NETWORK")), outcome::toString);
        assertTrue(outcome.stream().allMatch(each -> each.contains(" FAILED by ")), outcome::toString);
        return List.of(warnings.split("; "));
    }

    private static void tell(String... cells) {
        TABLE.add("| " + String.join(" | ", cells) + " |");
    }

    /** Something happens to the network in the midst of a call, which goes on. */
    private static void survives(String row, NatLine line, Runnable event) {
        List<String> outcome = line.call();
        line.talk(500);
        alice.ask("watch-gap");
        bob.ask("watch-gap");
        event.run();
        line.talk(2000);
        String after = alice.ask("path");
        tell(row, line.toString(), pair(outcome.get(1)), after, alice.ask("gap"), bob.ask("gap"));
        assertTrue(alice.ask("state").startsWith("Active["), () -> alice.ask("state"));
        assertTrue(bob.ask("state").startsWith("Active["), () -> bob.ask("state"));
        assertEquals("HANGUP by REMOTE", line.hangUp());
    }

    // --- the rows

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void sameNetwork(Protocol protocol) {
        network.rewire(Ip.BOTH, Nat.SYMMETRIC, Nat.NONE);
        NatLine line = line(protocol, neighbour);
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        assertEquals(List.of("HOST -> HOST IPv6", "HOST -> HOST IPv6"), connects("same network, behind one NAT", line));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void oneSideBehindNat(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.NONE);
        NatLine line = line(protocol, bob);
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        assertEquals(
                "HOST -> HOST IPv4", connects("one side behind a NAT", line).get(0));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void bothBehindNats(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        NatLine line = line(protocol, bob);
        signIn(line, NatNetwork.SERVER, List.of(stun(NatNetwork.SERVER)));
        List<String> pairs = connects("both behind NATs, STUN", line);
        assertTrue(pairs.stream().allMatch(each -> each.matches("HOST -> (SRFLX|PRFLX) IPv4")), pairs::toString);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void bothBehindSymmetricNats(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.SYMMETRIC, Nat.SYMMETRIC);
        NatLine line = line(protocol, bob);
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        List<String> pairs = connects("both behind symmetric NATs, TURN", line);
        assertTrue(pairs.stream().anyMatch(each -> each.startsWith("RELAY/UDP")), pairs::toString);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void udpBlocked(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        NatLine line = line(protocol, bob);
        network.blockUdp(Side.A);
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        String pair = connects("UDP blocked for the caller, TURN", line).get(0);
        assertTrue(pair.matches("RELAY/(TCP|TLS) .*"), pair);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void onlyTlsPasses(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        NatLine line = line(protocol, bob);
        network.blockUdp(Side.A);
        network.blockPort(Side.A, "tcp", coturn.port());
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        String pair =
                connects("UDP and TURN's TCP port blocked for the caller", line).get(0);
        assertTrue(pair.startsWith("RELAY/TLS "), pair);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void ipv6Only(Protocol protocol) {
        network.rewire(Ip.SIX, Nat.NONE, Nat.NONE);
        NatLine line = line(protocol, bob);
        signIn(line, NatNetwork.SERVER6, all(NatNetwork.SERVER6));
        assertEquals(List.of("HOST -> HOST IPv6", "HOST -> HOST IPv6"), connects("IPv6 only", line));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void stunIsSilent(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.NONE);
        NatLine line = line(protocol, bob);
        silence();
        signIn(line, NatNetwork.SERVER, List.of(stun(NatNetwork.SERVER)));
        assertEquals(
                "HOST -> HOST IPv4",
                connects("one side behind a NAT, STUN server silent", line).get(0));
    }

    @Test
    void stunIsSilentAndNeeded() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        silence();
        fail("both behind NATs, STUN server silent", List.of(stun(NatNetwork.SERVER)));
    }

    private static void silence() {
        network.blockPort(Side.A, "udp", coturn.port());
        network.blockPort(Side.B, "udp", coturn.port());
    }

    @Test
    void passwordIsWrong() {
        network.rewire(Ip.FOUR, Nat.SYMMETRIC, Nat.SYMMETRIC);
        List<IceServer> servers = Stream.of(Transport.values())
                .map(each -> turn(each, NatNetwork.SERVER, "wrong"))
                .toList();
        for (List<String> warnings : fail("both behind symmetric NATs, TURN password wrong", servers)) {
            assertEquals(3, warnings.size());
            assertTrue(
                    warnings.stream().allMatch(each -> each.contains("does not accept the credentials")),
                    warnings::toString);
        }
    }

    /** Consent runs out after half a minute; then the call has another half to find a way. Both calls at once. */
    @Test
    void peerVanished() {
        network.rewire(Ip.FOUR, Nat.NONE, Nat.NONE);
        List<NatLine> lines = both();
        for (NatLine each : lines) {
            signIn(each, NatNetwork.SERVER, all(NatNetwork.SERVER));
            each.call();
            each.talk(500);
            each.caller().say("ended");
            each.callee().say("ended");
        }
        long since = System.nanoTime();
        network.unplug(Side.B);
        for (NatLine each : lines) {
            String ended = each.caller().answer();
            String there = each.callee().answer();
            long millis = (System.nanoTime() - since) / 1_000_000;
            tell("peer vanished", each.toString(), ended, there, Long.toString(millis));
            assertTrue(ended.startsWith("MEDIA_LOST by NETWORK"), ended);
        }
        network.plugIn(Side.B); // or else the server keeps his session for him
        another.ask("sign-out");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void cableOutForAMoment(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.NONE, Nat.NONE);
        NatLine line = line(protocol, bob);
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        survives("cable out for a moment", line, () -> {
            network.unplug(Side.A);
            alice.ask("network-changed");
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            network.plugIn(Side.A);
            alice.ask("network-changed");
        });
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void mediaAddressChanged(Protocol protocol) {
        network.rewire(Ip.BOTH, Nat.NONE, Nat.NONE);
        NatLine line = line(protocol, bob);
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        survives("IPv6 address changed, server reached by IPv4", line, () -> {
            network.changeIpv6Address(Side.A);
            alice.ask("network-changed");
        });
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void allAddressesChanged(Protocol protocol) {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.NONE);
        NatLine line = line(protocol, bob);
        signIn(line, NatNetwork.SERVER, all(NatNetwork.SERVER));
        survives("all addresses changed", line, () -> {
            network.changeAddress(Side.A);
            alice.ask("network-changed");
        });
    }
}
