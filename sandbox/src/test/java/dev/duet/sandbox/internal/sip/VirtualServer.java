package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.auth.DigestSettings;
import dev.duet.sandbox.internal.sip.message.SipMessage;
import dev.duet.sandbox.internal.sip.message.SipParser;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.registrar.Locations;
import dev.duet.sandbox.internal.sip.registrar.RegistrarSettings;
import dev.duet.sandbox.internal.sip.transaction.TimerValues;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Flows;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server without sockets and on virtual time; nobody is asked for credentials but for REGISTER. */
final class VirtualServer implements Flows {

    /** One client's end. */
    final class Line implements Flow {

        private final Transport transport;
        private final InetSocketAddress remote;
        private final Deque<SipMessage> received = new ArrayDeque<>();
        private boolean open = true;

        Line(Transport transport, InetSocketAddress remote) {
            this.transport = transport;
            this.remote = remote;
        }

        @Override
        public Transport transport() {
            return transport;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public boolean open() {
            return open;
        }

        @Override
        public void send(byte[] message) {
            received.add(SipParser.parse(message, true).message());
        }

        @Override
        public String token() {
            return "t" + remote.getPort();
        }

        void say(SipMessage message) {
            core.message(this, message.encode());
        }

        void hangUp() {
            open = false;
            core.closed(this);
        }

        SipMessage next() {
            return received.remove();
        }

        SipRequest nextRequest() {
            return (SipRequest) next();
        }

        SipResponse nextResponse() {
            return (SipResponse) next();
        }

        /** How many messages have come since somebody looked; forgets them. */
        int drain() {
            int count = received.size();
            received.clear();
            return count;
        }

        boolean quiet() {
            return received.isEmpty();
        }

        String contact() {
            String suffix = transport == Transport.UDP
                    ? ""
                    : ";transport=" + transport.name().toLowerCase();
            return "sip:x@127.0.0.1:" + remote.getPort() + suffix;
        }
    }

    final VirtualTime time = new VirtualTime();
    final MessageLog log = new MessageLog();
    final Locations locations = new Locations();
    private final Map<Integer, Line> lines = new HashMap<>();
    private final SipCore core;

    VirtualServer() {
        Map<String, String> passwords = Map.of("alice", "wonderland", "bob", "builder");
        DigestSettings digest = new DigestSettings(
                "example.com",
                List.of("SHA-256", "MD5"),
                List.of("auth"),
                Duration.ofMinutes(5),
                name -> Optional.ofNullable(passwords.get(name)));
        RegistrarSettings registrar = new RegistrarSettings(
                Duration.ofSeconds(60), Duration.ofSeconds(3600), Duration.ofSeconds(600), passwords::containsKey);
        Settings settings = new Settings(
                "example.com",
                digest,
                registrar,
                TimerValues.of(Duration.ofMillis(500), Duration.ofSeconds(180)),
                false,
                true,
                true,
                (request, flow) -> new Hooked.Pass());
        core = new SipCore(settings, time, this, locations, log);
    }

    Line line(Transport transport, int port) {
        Line line = new Line(transport, new InetSocketAddress("127.0.0.1", port));
        lines.put(port, line);
        return line;
    }

    @Override
    public Optional<Flow> to(Transport transport, InetSocketAddress remote) {
        return Optional.ofNullable(lines.get(remote.getPort()));
    }

    @Override
    public Optional<Flow> byToken(String token) {
        return lines.values().stream()
                .filter(l -> l.token().equals(token) && l.open)
                .map(l -> (Flow) l)
                .findFirst();
    }

    @Override
    public int port(Transport transport) {
        return 5060 + transport.ordinal();
    }

    @Override
    public boolean has(Transport transport) {
        return true;
    }
}
