package dev.duet.sip.internal.link;

import dev.duet.model.Address;
import dev.duet.model.Endpoint;
import dev.duet.model.LinkState;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.Trust;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.SipServerConfigBuilder;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.Users;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Alice and Bob, signed in at one server, each in a runtime of their own. */
final class Phones implements AutoCloseable {

    static final String DOMAIN = "example.com";

    final SipServer server;
    final TestRuntime here = new TestRuntime();
    final TestRuntime there = new TestRuntime();
    final Recorder alice = new Recorder();
    final Recorder bob = new Recorder();
    final Link aliceLink;
    final Link bobLink;

    Phones(Transport transport, Path folder) {
        this(transport, folder, settings -> settings);
    }

    Phones(Transport transport, Path folder, UnaryOperator<SipServerConfigBuilder> settings) {
        Users users = new Users(DOMAIN);
        for (String name : new String[] {"alice", "bob", "carol"}) {
            users.add(name, "secret-" + name);
        }
        TestAuthority authority = TestAuthority.create();
        server = SipServer.start(settings.apply(SipServer.Config.builder(users).tls(authority.serverContext(DOMAIN)))
                .build());
        Path pem = authority.writePem(folder);
        aliceLink = signIn(here, "alice", alice, transport, pem);
        bobLink = signIn(there, "bob", bob, transport, pem);
    }

    Link signIn(TestRuntime runtime, String name, Recorder recorder, Transport transport, Path pem) {
        int port =
                switch (transport) {
                    case UDP -> server.udpPort();
                    case TCP -> server.tcpPort();
                    case TLS -> server.tlsPort();
                    default -> throw new IllegalArgumentException("The sandbox has no " + transport);
                };
        Link link = runtime.link(
                TestRuntime.config(name, "secret-" + name, DOMAIN, half -> half.server("127.0.0.1", port)
                        .transport(transport)
                        .trust(Trust.authorities(pem))),
                recorder);
        runtime.run(link::connect);
        recorder.awaitState(LinkState.Online.class);
        return link;
    }

    static Address address(String name) {
        return Address.sip(name + "@" + DOMAIN);
    }

    /** Alice calls somebody. */
    LegRecorder dial(String name, SessionDescription offer) {
        LegRecorder leg = new LegRecorder();
        leg.leg = here.on(() -> {
            CallLeg made = aliceLink.dial(address(name), "Alice \"Wonder\" Liddell", leg);
            made.offer(offer);
            return made;
        });
        return leg;
    }

    /** Alice calls Bob, who answers. */
    LegRecorder[] talk() {
        int before = bob.incoming.size();
        LegRecorder out = dial("bob", description(5000));
        LegRecorder in = bob.awaitIncoming(before + 1).await("offered1");
        there.run(() -> in.leg.ring());
        out.await("ringing");
        there.run(() -> {
            in.leg.answer(description(6000));
            in.leg.accept();
        });
        out.await("accepted").await("answered1");
        return new LegRecorder[] {out, in};
    }

    static SessionDescription description(int port) {
        return description(port, MediaDirection.SENDRECV);
    }

    static SessionDescription description(int port, MediaDirection direction) {
        return SessionDescription.of(MediaDescription.audio("")
                .rtp(new Endpoint("127.0.0.1", port))
                .direction(direction)
                .payload(PayloadType.of(0, "PCMU", 8000, 1))
                .payload(PayloadType.of(8, "PCMA", 8000, 1))
                .build());
    }

    @Override
    public void close() {
        here.close();
        there.close();
        server.close();
    }
}
