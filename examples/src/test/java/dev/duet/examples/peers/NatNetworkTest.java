package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.examples.peers.NatNetwork.Nat;
import dev.duet.examples.peers.NatNetwork.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network of namespaces is what it says: what tests of calls behind NATs rest upon. */
@NeedsPeers({"ip", "nft"})
class NatNetworkTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void permitted() {
        NatNetwork.assumePermitted(folder);
    }

    @Test
    void aConeKeepsItsPortAndASymmetricNatDoesNot() {
        try (NatNetwork network = NatNetwork.create(folder, Nat.CONE, Nat.SYMMETRIC)) {
            network.javaAtServer(UdpEcho.class, "serve", "4000").awaitLog("listening");
            network.javaAtServer(UdpEcho.class, "serve", "4001").awaitLog("listening");
            List<String> a = ask(network.java(Side.A, UdpEcho.class, asking("4000", "4001")));
            List<String> b = ask(network.java(Side.B, UdpEcho.class, asking("4000", "4001")));
            assertTrue(a.get(0).startsWith("seen as /" + Side.A.outer()), a::toString);
            assertTrue(b.get(0).startsWith("seen as /" + Side.B.outer()), b::toString);
            assertEquals(a.get(0), a.get(1));
            assertNotEquals(b.get(0), b.get(1));
        }
    }

    @Test
    void nobodyComesInUnasked() {
        try (NatNetwork network = NatNetwork.create(folder, Nat.CONE, Nat.CONE)) {
            network.java(Side.B, UdpEcho.class, "serve", "4000").awaitLog("listening");
            assertEquals(List.of("no answer"), ask(network.java(Side.A, UdpEcho.class, "ask", Side.B.outer(), "4000")));
            List<String> neighbour = ask(network.javaOnSecond(Side.B, UdpEcho.class, "ask", "10.0.7.2", "4000"));
            assertTrue(neighbour.get(0).startsWith("seen as /10.0.7.3:"), neighbour::toString);
        }
    }

    @Test
    void withoutNatOneReachesTheOther() {
        try (NatNetwork network = NatNetwork.create(folder, Nat.NONE, Nat.NONE)) {
            network.java(Side.B, UdpEcho.class, "serve", "4000").awaitLog("listening");
            List<String> a = ask(network.java(Side.A, UdpEcho.class, "ask", "192.0.2.2", "4000"));
            assertTrue(a.get(0).startsWith("seen as /203.0.113.2:"), a::toString);
            network.changeAddress(Side.A);
            List<String> moved = ask(network.java(Side.A, UdpEcho.class, "ask", "192.0.2.2", "4000"));
            assertTrue(moved.get(0).startsWith("seen as /203.0.113.77:"), moved::toString);
        }
    }

    @Test
    void ipv6ReachesTheOtherWithoutIpv4() {
        try (NatNetwork network = NatNetwork.createIpv6Only(folder)) {
            network.java(Side.B, UdpEcho.class, "serve", "4000").awaitLog("listening");
            List<String> a = ask(network.java(Side.A, UdpEcho.class, "ask", "2001:db8:0:b::2", "4000"));
            assertTrue(a.get(0).startsWith("seen as /[2001:db8:0:a:0:0:0:2"), a::toString);
        }
    }

    @Test
    void udpIsBlockedAndTcpIsNot() {
        try (NatNetwork network = NatNetwork.create(folder, Nat.CONE, Nat.CONE);
                Coturn coturn = Coturn.start(
                        folder,
                        network.atServer(),
                        "lt-cred-mech\nuser=alice:secret",
                        NatNetwork.SERVER,
                        NatNetwork.SERVER6)) {
            network.javaAtServer(UdpEcho.class, "serve", "4000").awaitLog("listening");
            network.blockUdp(Side.A);
            assertEquals(List.of("no answer"), ask(network.java(Side.A, UdpEcho.class, asking("4000"))));
            String port = Integer.toString(coturn.port());
            assertEquals(List.of("open"), ask(network.java(Side.A, TcpKnock.class, NatNetwork.SERVER, port)));
            network.cut(Side.A);
            List<String> cut = ask(network.java(Side.A, TcpKnock.class, NatNetwork.SERVER, port));
            assertTrue(cut.get(0).startsWith("closed"), cut::toString);
        }
    }

    private static String[] asking(String... ports) {
        String[] arguments = new String[1 + 2 * ports.length];
        arguments[0] = "ask";
        for (int i = 0; i < ports.length; i++) {
            arguments[2 * i + 1] = NatNetwork.SERVER;
            arguments[2 * i + 2] = ports[i];
        }
        return arguments;
    }

    private static List<String> ask(PeerProcess program) {
        assertEquals(0, program.awaitExit(Duration.ofSeconds(20)), program::log);
        return program.log().lines().filter(line -> !line.startsWith("OpenJDK")).toList();
    }
}
