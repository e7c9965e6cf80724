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

    /** Which versions of IP there are. NATs are between homes and internet for IPv4 only. */
    enum Ip {
        BOTH(true, true),
        FOUR(true, false),
        SIX(false, true);

        private final boolean four;
        private final boolean six;

        Ip(boolean four, boolean six) {
            this.four = four;
            this.six = six;
        }

        private List<String> commands(String four, String six) {
            List<String> commands = new ArrayList<>();
            if (this.four) {
                commands.add(four);
            }
            if (this.six) {
                commands.add(six);
            }
            return commands;
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

    private static final String NOBODY = "198.51.100.254";
    private static final String NOBODY6 = "2001:db8:0:1::254";
    private static final String INTERNET = "i";
    private static final List<String> NAMES = List.of(INTERNET, "ra", "rb", "a", "a2", "b", "b2");
    private static final String FORWARD = "sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;
    private final String prefix;
    private Ip ip;
    private Nat natA;
    private Nat natB;
    private final List<String> namespaces = new ArrayList<>();
    private final List<PeerProcess> programs = new ArrayList<>();
    private final List<NatCallerProcess> callers = new ArrayList<>();

    private NatNetwork(Path folder, Ip ip, Nat natA, Nat natB) {
        this.folder = folder;
        this.prefix = "duet" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
        this.ip = ip;
        this.natA = natA;
        this.natB = natB;
    }

    /** With IPv4, where the NATs are, and IPv6, which has none. */
    static NatNetwork create(Path folder, Nat a, Nat b) {
        return create(new NatNetwork(folder, Ip.BOTH, a, b));
    }

    /** Without IPv4. */
    static NatNetwork createIpv6Only(Path folder) {
        return create(new NatNetwork(folder, Ip.SIX, Nat.NONE, Nat.NONE));
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
        for (String name : NAMES) {
            run(folder, "ip", "netns", "add", prefix + name);
            namespaces.add(name);
            in(name, "ip link set lo up");
        }
        bridge(INTERNET);
        in(INTERNET, FORWARD);
        for (Side side : Side.values()) {
            String router = side.router();
            cable(INTERNET, "to-" + side.host(), router, "wan");
            bridge(router);
            in(router, FORWARD);
            cable(router, "lan0", side.host(), "eth0");
            cable(router, "lan1", side.host() + "2", "eth0");
        }
        address();
    }

    /** Makes it anew, with other versions of IP and other NATs, under the programs that run in it. */
    void rewire(Ip versions, Nat a, Nat b) {
        ip = versions;
        natA = a;
        natB = b;
        Arrays.asList(Side.values()).forEach(this::plugIn);
        for (String name : NAMES) {
            // With the addresses go the routes by way of them.
            in(name, "ip -4 addr flush scope global", "ip -6 addr flush scope global", "nft flush ruleset");
        }
        address();
    }

    /** The addresses, routes and rules of everybody. */
    private void address() {
        in(INTERNET, addresses("br0", SERVER + "/24", SERVER6 + "/64"));
        // What is for nobody vanishes on its way, as in the real one; no program is told at once.
        String nobody = " lladdr 02:00:00:00:00:01 dev br0 nud permanent";
        in(INTERNET, ip.commands("ip neigh replace " + NOBODY + nobody, "ip neigh replace " + NOBODY6 + nobody));
        in(INTERNET, gateway(NOBODY, NOBODY6));
        for (Side side : Side.values()) {
            route(side, side == Side.A ? natA : natB);
        }
    }

    private void route(Side side, Nat nat) {
        String net = nat == Nat.NONE ? side.open : side.inner;
        List<String> router = new ArrayList<>(addresses("wan", side.outer + "/24", side.outer6 + "/64"));
        router.addAll(addresses("br0", net + ".1/24", side.inner6 + "::1/64"));
        // What is not on the way is reached by way of the server's bridge.
        router.addAll(gateway(SERVER, SERVER6));
        if (nat != Nat.NONE) {
            router.add("nft add table ip nat");
            router.add("nft 'add chain ip nat out { type nat hook postrouting priority 100 ; }'");
            router.add("nft add rule ip nat out oifname wan " + nat.rule);
        }
        router.add("nft add table inet filter");
        if (nat != Nat.NONE) {
            // Or else the kernel keeps the port of what came uninvited for itself, and a cone turns symmetric.
            router.add("nft 'add chain inet filter own { type filter hook input priority 0 ; }'");
            router.add("nft add rule inet filter own iifname wan ct state new drop");
        }
        router.add("nft 'add chain inet filter through { type filter hook forward priority 0 ; }'");
        in(side.router(), router);
        for (int i = 0; i < 2; i++) {
            List<String> host = new ArrayList<>(
                    addresses("eth0", net + "." + (i + 2) + "/24", side.inner6 + "::" + (i + 2) + "/64"));
            host.addAll(gateway(net + ".1", side.inner6 + "::1"));
            in(side.host() + (i == 0 ? "" : "2"), host);
        }
        if (ip.four && nat == Nat.NONE) {
            in(INTERNET, "ip route replace " + net + ".0/24 via " + side.outer);
        }
        if (ip.six) {
            in(INTERNET, "ip -6 route replace " + side.inner6 + "::/64 via " + side.outer6);
        }
    }

    private void bridge(String namespace) {
        in(namespace, "ip link add br0 type bridge", "ip link set br0 up");
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

    private List<String> addresses(String device, String four, String six) {
        return ip.commands(
                "ip addr add " + four + " dev " + device, "ip addr add " + six + " dev " + device + " nodad");
    }

    private List<String> gateway(String four, String six) {
        return ip.commands("ip route replace default via " + four, "ip -6 route replace default via " + six);
    }

    private void in(String namespace, String... commands) {
        in(namespace, List.of(commands));
    }

    private void in(String namespace, List<String> commands) {
        run(folder, words(namespace, "sh", "-ec", String.join("\n", commands)).toArray(String[]::new));
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
        List<String> commands = new ArrayList<>(List.of("ip addr flush dev eth0 scope global"));
        commands.addAll(addresses("eth0", net + ".77/24", side.inner6 + "::77/64"));
        commands.addAll(gateway(net + ".1", side.inner6 + "::1"));
        in(side.host(), commands);
    }

    /** Gives a side's host another IPv6 address for its own, as networks do now and then; IPv4 stays as it is. */
    void changeIpv6Address(Side side) {
        in(
                side.host(),
                "ip -6 addr flush dev eth0 scope global",
                "ip addr add " + side.inner6 + "::88/64 dev eth0 nodad",
                "ip -6 route replace default via " + side.inner6 + "::1");
    }

    /** Lets nothing get to a port of the server through a side's router, and answers nothing. */
    void blockPort(Side side, String protocol, int port) {
        in(side.router(), "nft add rule inet filter through " + protocol + " dport " + port + " drop");
    }

    /** Pulls the cable out of a side's host. Its addresses stay, as they do for a moment in real life. */
    void unplug(Side side) {
        in(side.router(), "ip link set lan0 down");
    }

    void plugIn(Side side) {
        in(side.router(), "ip link set lan0 up");
    }

    /** What starts a program beside the server, before the program's own words. */
    List<String> atServer() {
        return words(INTERNET);
    }

    /** Waits until a program beside the server listens on a TCP port. */
    void awaitServer(int port) {
        String knock = "until (: < /dev/tcp/" + SERVER + "/" + port + ") 2> /dev/null; do sleep 0.05; done";
        run(folder, words(INTERNET, "bash", "-c", knock).toArray(String[]::new));
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
        PeerProcess program = PeerProcess.start(
                folder, namespace + "-" + COUNT.incrementAndGet(), Map.of(), javaWords(namespace, main, arguments));
        programs.add(program);
        return program;
    }

    /** Starts a caller on a side's host. */
    NatCallerProcess caller(Side side, boolean second) {
        String namespace = side.host() + (second ? "2" : "");
        NatCallerProcess caller = NatCallerProcess.start(folder, namespace, javaWords(namespace, NatCaller.class));
        callers.add(caller);
        return caller;
    }

    private List<String> javaWords(String namespace, Class<?> main, String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = words(
                namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classPath,
                main.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    @Override
    public void close() {
        callers.forEach(NatCallerProcess::close);
        programs.forEach(PeerProcess::close);
        for (String name : namespaces) {
            run(folder, "ip", "netns", "del", prefix + name);
        }
        namespaces.clear();
    }
}
