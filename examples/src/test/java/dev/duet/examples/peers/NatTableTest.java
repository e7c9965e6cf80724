package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.examples.peers.NatNetwork.Ip;
import dev.duet.examples.peers.NatNetwork.Nat;
import dev.duet.examples.peers.NatNetwork.Side;
import dev.duet.model.IceServer;
import dev.duet.model.IceServer.Transport;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls between two programs in networks of their own, and what becomes of them: by what pair of candidates they
 * connect, after how long, or why not. Prints the table that media/README.md shows.
 */
@NeedsPeers({"ip", "nft", "prosody", "turnserver"})
class NatTableTest {

    private static final int ROUNDS = 5;
    private static final String IDLE = "0 sockets, threads []";
    private static final String ALICE = "alice@" + XmppPeer.DOMAIN;
    private static final String BOB = "bob@" + XmppPeer.DOMAIN;

    @TempDir
    private static Path folder;

    private static final List<String> TABLE = new CopyOnWriteArrayList<>();
    private static NatNetwork network;
    private static Prosody prosody;
    private static Coturn coturn;
    private static Path says;
    private static NatCallerProcess alice;
    private static NatCallerProcess neighbour;
    private static NatCallerProcess bob;

    @BeforeAll
    static void start() {
        NatNetwork.assumePermitted(folder);
        network = NatNetwork.create(folder, Nat.NONE, Nat.NONE);
        alice = network.caller(Side.A, false);
        bob = network.caller(Side.B, false);
        neighbour = network.caller(Side.A, true);
        List<String> addresses = List.of(NatNetwork.SERVER, NatNetwork.SERVER6);
        prosody = Prosody.startAt(folder, network.atServer(), addresses, "alice", "bob");
        coturn = Coturn.start(
                folder,
                network.atServer(),
                "lt-cred-mech\nuser=" + Coturn.USER + ":" + Coturn.PASSWORD,
                NatNetwork.SERVER,
                NatNetwork.SERVER6);
        says = Speech.beginning(folder, 1000, 3000);
        warmUp(bob);
        warmUp(neighbour);
    }

    /** Java is slow at first, on a busy machine very much so: that is not what these tests are about. */
    private static void warmUp(NatCallerProcess other) {
        signIn(other, NatNetwork.SERVER, List.of());
        await("warm programs")
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    List<String> outcome = call(other);
                    boolean fast =
                            outcome.stream().allMatch(each -> each.startsWith("connected ") && millis(each) < 1000);
                    if (fast) {
                        talk(other, 4000);
                    }
                    alice.ask("hang-up");
                    other.ask("ended");
                    return fast && heard("bob.wav") >= 0.9 && heard("alice.wav") >= 0.9;
                });
        other.ask("sign-out");
        alice.ask("sign-out");
    }

    private static double heard(String file) {
        return SpeechCheck.compare(says, folder.resolve(file)).following();
    }

    private static long millis(String outcome) {
        return Long.parseLong(outcome.split(" ")[1]);
    }

    @AfterAll
    static void stop() {
        TABLE.forEach(System.out::println);
        Stream.of(coturn, prosody, network).forEach(NatTableTest::close);
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
        for (NatCallerProcess each : List.of(alice, neighbour, bob)) {
            each.forget();
            assertEquals("ok", each.ask("sign-out"));
        }
        for (NatCallerProcess each : List.of(alice, neighbour, bob)) {
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

    private static void signIn(NatCallerProcess other, String host, List<IceServer> servers) {
        alice.say("sign-in", account("alice", host, servers));
        other.ask("sign-in", account("bob", host, servers));
        alice.answer();
        alice.ask("meet", BOB);
        other.ask("meet", ALICE);
    }

    private static String account(String user, String host, List<IceServer> servers) {
        return new NatAccount(user, false, host, prosody.port(), prosody.authority(), coturn.authority(), servers)
                .line();
    }

    /** One call; what came of it on the side that took it, and on the other. */
    private static List<String> call(NatCallerProcess other) {
        other.ask("answer-next", says, folder.resolve("bob.wav"));
        alice.say("call", BOB, says, folder.resolve("alice.wav"));
        String took = other.ask("taken");
        return List.of(took, alice.answer());
    }

    /** Some calls that connect, the last of them with a talk: the caller's pair and the callee's. */
    private static List<String> connects(String row, NatCallerProcess other) {
        List<Long> millis = new ArrayList<>();
        List<String> pairs = List.of();
        for (int i = 0; i < ROUNDS; i++) {
            List<String> outcome = call(other);
            assertTrue(
                    outcome.stream().allMatch(each -> each.startsWith("connected ")),
                    () -> outcome + "; " + alice.ask("warnings") + "; " + other.ask("warnings"));
            millis.add(millis(outcome.get(0)));
            pairs = List.of(pair(outcome.get(1)), pair(outcome.get(0)));
            if (i == ROUNDS - 1) {
                talk(other, 4000);
            }
            alice.ask("hang-up");
            other.ask("ended");
        }
        double toBob = heard("bob.wav");
        double toAlice = heard("alice.wav");
        List<Long> sorted = millis.stream().sorted().toList();
        tell(
                row,
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

    private static void talk(NatCallerProcess other, int millis) {
        other.say("talk", millis);
        alice.ask("talk", millis);
        other.answer();
    }

    /** One call that does not connect: why not, on either side, and what the caller was warned of. */
    private static List<String> fails(String row) {
        List<String> outcome = call(bob);
        String warnings = alice.ask("warnings");
        tell(row, outcome.get(1), outcome.get(0), warnings);
        assertTrue(outcome.stream().allMatch(each -> each.startsWith("ended ")), outcome::toString);
        // Either all pairs have failed, or both sides know that no more candidates come: whichever is found out first.
        boolean told = outcome.stream()
                .anyMatch(each -> each.contains("FAILED by NETWORK: No way to the peer was found by ICE")
                        || each.contains("FAILED by NETWORK: None of the peer's candidates can be reached"));
        assertTrue(told, outcome::toString);
        return List.of(warnings.split("; "));
    }

    private static void tell(String... cells) {
        TABLE.add("| " + String.join(" | ", cells) + " |");
    }

    /** Something happens to the network in the midst of a call, which goes on. */
    private static void survives(String row, Runnable event) {
        List<String> outcome = call(bob);
        talk(bob, 500);
        alice.ask("watch-gap");
        bob.ask("watch-gap");
        event.run();
        talk(bob, 2000);
        String after = alice.ask("path");
        tell(row, pair(outcome.get(1)), after, alice.ask("gap"), bob.ask("gap"));
        assertTrue(alice.ask("state").startsWith("Active["), () -> alice.ask("state"));
        assertTrue(bob.ask("state").startsWith("Active["), () -> bob.ask("state"));
        alice.ask("hang-up");
        assertEquals("HANGUP by REMOTE", bob.ask("ended"));
    }

    // --- the rows

    @Test
    void sameNetwork() {
        network.rewire(Ip.BOTH, Nat.SYMMETRIC, Nat.NONE);
        signIn(neighbour, NatNetwork.SERVER, all(NatNetwork.SERVER));
        assertEquals(
                List.of("HOST -> HOST IPv6", "HOST -> HOST IPv6"), connects("same network, behind one NAT", neighbour));
    }

    @Test
    void oneSideBehindNat() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.NONE);
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        assertEquals("HOST -> HOST IPv4", connects("one side behind a NAT", bob).get(0));
    }

    @Test
    void bothBehindNats() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        signIn(bob, NatNetwork.SERVER, List.of(stun(NatNetwork.SERVER)));
        List<String> pairs = connects("both behind NATs, STUN", bob);
        assertTrue(pairs.stream().allMatch(each -> each.matches("HOST -> (SRFLX|PRFLX) IPv4")), pairs::toString);
    }

    @Test
    void bothBehindSymmetricNats() {
        network.rewire(Ip.FOUR, Nat.SYMMETRIC, Nat.SYMMETRIC);
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        List<String> pairs = connects("both behind symmetric NATs, TURN", bob);
        assertTrue(pairs.stream().anyMatch(each -> each.startsWith("RELAY/UDP")), pairs::toString);
    }

    @Test
    void udpBlocked() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        network.blockUdp(Side.A);
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        String pair = connects("UDP blocked for the caller, TURN", bob).get(0);
        assertTrue(pair.matches("RELAY/(TCP|TLS) .*"), pair);
    }

    @Test
    void onlyTlsPasses() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        network.blockUdp(Side.A);
        network.blockPort(Side.A, "tcp", coturn.port());
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        String pair =
                connects("UDP and TURN's TCP port blocked for the caller", bob).get(0);
        assertTrue(pair.startsWith("RELAY/TLS "), pair);
    }

    @Test
    void ipv6Only() {
        network.rewire(Ip.SIX, Nat.NONE, Nat.NONE);
        signIn(bob, NatNetwork.SERVER6, all(NatNetwork.SERVER6));
        assertEquals(List.of("HOST -> HOST IPv6", "HOST -> HOST IPv6"), connects("IPv6 only", bob));
    }

    @Test
    void stunIsSilent() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.NONE);
        silence();
        signIn(bob, NatNetwork.SERVER, List.of(stun(NatNetwork.SERVER)));
        assertEquals(
                "HOST -> HOST IPv4",
                connects("one side behind a NAT, STUN server silent", bob).get(0));
    }

    @Test
    void stunIsSilentAndNeeded() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.CONE);
        silence();
        signIn(bob, NatNetwork.SERVER, List.of(stun(NatNetwork.SERVER)));
        fails("both behind NATs, STUN server silent");
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
        signIn(bob, NatNetwork.SERVER, servers);
        List<String> warnings = fails("both behind symmetric NATs, TURN password wrong");
        assertEquals(3, warnings.size());
        assertTrue(
                warnings.stream().allMatch(each -> each.contains("does not accept the credentials")),
                warnings::toString);
    }

    /** Consent runs out after half a minute; then the call has another half to find a way. */
    @Test
    void peerVanished() {
        network.rewire(Ip.FOUR, Nat.NONE, Nat.NONE);
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        call(bob);
        talk(bob, 500);
        long since = System.nanoTime();
        network.unplug(Side.B);
        String ended = alice.ask("ended");
        tell("peer vanished", ended, bob.ask("ended"), Long.toString((System.nanoTime() - since) / 1_000_000));
        network.plugIn(Side.B); // or else the server keeps his session for him
        assertTrue(ended.startsWith("MEDIA_LOST by NETWORK"), ended);
    }

    @Test
    void cableOutForAMoment() {
        network.rewire(Ip.FOUR, Nat.NONE, Nat.NONE);
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        survives("cable out for a moment", () -> {
            network.unplug(Side.A);
            alice.ask("network-changed");
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            network.plugIn(Side.A);
            alice.ask("network-changed");
        });
    }

    @Test
    void mediaAddressChanged() {
        network.rewire(Ip.BOTH, Nat.NONE, Nat.NONE);
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        survives("IPv6 address changed, server reached by IPv4", () -> {
            network.changeIpv6Address(Side.A);
            alice.ask("network-changed");
        });
    }

    @Test
    void allAddressesChanged() {
        network.rewire(Ip.FOUR, Nat.CONE, Nat.NONE);
        signIn(bob, NatNetwork.SERVER, all(NatNetwork.SERVER));
        survives("all addresses changed", () -> {
            network.changeAddress(Side.A);
            alice.ask("network-changed");
        });
    }
}
