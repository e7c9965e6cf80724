package dev.duet.examples.peers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of the test's own, in network namespaces of Linux: two homes, each with two hosts behind a router, and an
 * internet between the routers, with a server. Nothing leads out of it. It takes root, and ip and nft.
 *
 * <pre>
 * host a -+- router a -- internet -- router b -+- host b
 * host a2 +            (the server)            + host b2
 * </pre>
 */
final class NatNetwork implements AutoCloseable {

    /** What a router does to packets on their way out. */
    enum Nat {
        /** Nothing: everybody has an address that all can reach. */
        NONE(""),
        /** One outer port for each inner one, and in again comes only who was spoken to (RFC 4787). */
        CONE("masquerade"),
        /** Another outer port for each one spoken to: what a peer learns of itself by STUN is no use to others. */
        SYMMETRIC("masquerade random,fully-random");

        private final String rule;

        Nat(String rule) {
            this.rule = rule;
        }
    }

    /** One of the two homes. */
    enum Side {
        A("198.51.100.11", "2001:db8:0:1::11", "192.168.1", "203.0.113", "2001:db8:0:a"),
        B("198.51.100.12", "2001:db8:0:1::12", "10.0.7", "192.0.2", "2001:db8:0:b");

        private final String outer;
        private final String outer6;
        private final String inner;
        private final String open;
        private final String inner6;

        Side(String outer, String outer6, String inner, String open, String inner6) {
            this.outer = outer;
            this.outer6 = outer6;
            this.inner = inner;
            this.open = open;
            this.inner6 = inner6;
        }

        /** The router's address in the internet, which others see when there is a NAT. */
        String outer() {
            return outer;
        }

        private String router() {
            return "r" + name().toLowerCase(Locale.ROOT);
        }

        private String host() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The server's address in the internet. */
    static final String SERVER = "198.51.100.1";

    static final String SERVER6 = "2001:db8:0:1::1";

    private static final String INTERNET = "i";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;
    private final String prefix;
    private final boolean ipv4;
    private final Nat natA;
    private final Nat natB;
    private final List<String> namespaces = new ArrayList<>();
    private final List<PeerProcess> programs = new ArrayList<>();

    private NatNetwork(Path folder, boolean ipv4, Nat natA, Nat natB) {
        this.folder = folder;
        this.prefix = "duet" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
        this.ipv4 = ipv4;
        this.natA = natA;
        this.natB = natB;
    }

    /** With IPv4, where the NATs are, and IPv6, which has none. */
    static NatNetwork create(Path folder, Nat a, Nat b) {
        return create(new NatNetwork(folder, true, a, b));
    }

    /** Without IPv4. */
    static NatNetwork createIpv6Only(Path folder) {
        return create(new NatNetwork(folder, false, Nat.NONE, Nat.NONE));
    }

    private static NatNetwork create(NatNetwork network) {
        try {
            network.build();
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Skips the test where this user may not make network namespaces, unless peers are required. */
    static void assumePermitted(Path folder) {
        String name = "duet" + ProcessHandle.current().pid() + "probe";
        try (PeerProcess add = PeerProcess.start(folder, Map.of(), List.of("ip", "netns", "add", name))) {
            boolean permitted = add.awaitExit(Duration.ofSeconds(10)) == 0;
            if (permitted) {
                run(folder, "ip", "netns", "del", name);
            } else if ("required".equals(System.getenv("DUET_PEERS"))) {
                throw new IllegalStateException("DUET_PEERS=required, but: " + add.log());
            }
            Assumptions.assumeTrue(permitted, "Network namespaces take root");
        }
    }

    private void build() {
        for (String name : List.of(INTERNET, "ra", "rb", "a", "a2", "b", "b2")) {
            run(folder, "ip", "netns", "add", prefix + name);
            namespaces.add(name);
            in(name, "ip link set lo up");
        }
        bridge(INTERNET);
        address(INTERNET, "br0", SERVER + "/24", SERVER6 + "/64");
        for (Side side : Side.values()) {
            route(side, side == Side.A ? natA : natB);
        }
    }

    private void route(Side side, Nat nat) {
        String router = side.router();
        String net = nat == Nat.NONE ? side.open : side.inner;
        cable(INTERNET, "to-" + side.host(), router, "wan");
        address(router, "wan", side.outer + "/24", side.outer6 + "/64");
        bridge(router);
        address(router, "br0", net + ".1/24", side.inner6 + "::1/64");
        in(router, "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
        for (int i = 0; i < 2; i++) {
            String host = side.host() + (i == 0 ? "" : "2");
            cable(router, "lan" + i, host, "eth0");
            address(host, "eth0", net + "." + (i + 2) + "/24", side.inner6 + "::" + (i + 2) + "/64");
            gateway(host, net + ".1", side.inner6 + "::1");
        }
        if (ipv4 && nat == Nat.NONE) {
            in(INTERNET, "ip route add " + net + ".0/24 via " + side.outer);
        }
        in(INTERNET, "ip -6 route add " + side.inner6 + "::/64 via " + side.outer6);
        // What is not on the way is reached by way of the server's bridge.
        gateway(router, SERVER, SERVER6);
        in(INTERNET, "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
        if (nat != Nat.NONE) {
            in(router, "nft add table ip nat");
            in(router, "nft add chain ip nat out { type nat hook postrouting priority 100 ; }");
            in(router, "nft add rule ip nat out oifname wan " + nat.rule);
        }
        in(router, "nft add table inet filter");
        in(router, "nft add chain inet filter through { type filter hook forward priority 0 ; }");
    }

    private void bridge(String namespace) {
        in(namespace, "ip link add br0 type bridge");
        in(namespace, "ip link set br0 up");
    }

    /** A cable from a port of the bridge in one namespace to a device in another. */
    private void cable(String bridged, String port, String other, String device) {
        run(
                folder,
                ("ip link add " + port + " netns " + prefix + bridged + " type veth peer name " + device + " netns "
                                + prefix + other)
                        .split(" "));
        in(bridged, "ip link set " + port + " master br0 up");
        in(other, "ip link set " + device + " up");
    }

    private void address(String namespace, String device, String four, String six) {
        if (ipv4) {
            in(namespace, "ip addr add " + four + " dev " + device);
        }
        in(namespace, "ip addr add " + six + " dev " + device + " nodad");
    }

    private void gateway(String namespace, String four, String six) {
        if (ipv4) {
            in(namespace, "ip route add default via " + four);
        }
        in(namespace, "ip -6 route add default via " + six);
    }

    private void in(String namespace, String command) {
        run(folder, words(namespace, command.split(" ")).toArray(String[]::new));
    }

    private List<String> words(String namespace, String... command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", prefix + namespace));
        words.addAll(Arrays.asList(command));
        return words;
    }

    private static void run(Path folder, String... command) {
        try (PeerProcess process = PeerProcess.start(folder, Map.of(), List.of(command))) {
            if (process.awaitExit(Duration.ofSeconds(10)) != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + process.log());
            }
        }
    }

    /** Lets no UDP through a side's router, neither in nor out. */
    void blockUdp(Side side) {
        in(side.router(), "nft add rule inet filter through meta l4proto udp drop");
    }

    /** Lets nothing through a side's router any more. */
    void cut(Side side) {
        in(side.router(), "nft add rule inet filter through drop");
    }

    /** Gives a side's host the other address .77 for its own, as when it comes to another network. */
    void changeAddress(Side side) {
        Nat nat = side == Side.A ? natA : natB;
        String net = nat == Nat.NONE ? side.open : side.inner;
        in(side.host(), "ip addr flush dev eth0 scope global");
        address(side.host(), "eth0", net + ".77/24", side.inner6 + "::77/64");
        in(side.host(), "ip route replace default via " + net + ".1");
        in(side.host(), "ip -6 route replace default via " + side.inner6 + "::1");
    }

    /** What starts a program beside the server, before the program's own words. */
    List<String> atServer() {
        return words(INTERNET);
    }

    /** Starts a main class of this class path on a side's host. */
    PeerProcess java(Side side, Class<?> main, String... arguments) {
        return java(side.host(), main, arguments);
    }

    /** Starts a main class on the second host of a side's home. */
    PeerProcess javaOnSecond(Side side, Class<?> main, String... arguments) {
        return java(side.host() + "2", main, arguments);
    }

    /** Starts a main class beside the server. */
    PeerProcess javaAtServer(Class<?> main, String... arguments) {
        return java(INTERNET, main, arguments);
    }

    private PeerProcess java(String namespace, Class<?> main, String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = words(
                namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath,
                main.getName());
        command.addAll(Arrays.asList(arguments));
        PeerProcess program = PeerProcess.start(folder, namespace + "-" + COUNT.incrementAndGet(), Map.of(), command);
        programs.add(program);
        return program;
    }

    @Override
    public void close() {
        programs.forEach(PeerProcess::close);
        for (String name : namespaces) {
            run(folder, "ip", "netns", "del", prefix + name);
        }
        namespaces.clear();
    }
}
