package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Address;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.stack.FakeWire;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Port;
import dev.duet.sip.internal.stack.Traces;
import dev.duet.sip.internal.stack.Transactions;
import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import dev.duet.spi.VirtualLoop;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sip.message.Response;

/** A user agent on virtual time, with a server that says what the test writes. */
public final class VirtualAgent {

    public final VirtualLoop loop = new VirtualLoop();
    public final FakeWire wire;
    public final UserAgent agent;
    public final Port port;
    /** Takes what is within no dialog; answers 481 unless a test says otherwise. */
    public Consumer<IncomingRequest> outside = request -> request.reply(481);

    private final InetSocketAddress server = new InetSocketAddress("127.0.0.1", 5060);
    private int read;

    public VirtualAgent(SipConfig.Transport transport) {
        this(transport, UnaryOperator.identity());
    }

    /** With other settings. */
    public VirtualAgent(SipConfig.Transport transport, UnaryOperator<SipConfig.Builder> settings) {
        wire = new FakeWire(transport);
        RuntimeContext context = new RuntimeContext() {
            @Override
            public Loop loop() {
                return loop;
            }

            @Override
            public Executor blocking() {
                return Runnable::run;
            }
        };
        SipConfig config = settings.apply(SipConfig.builder(Address.sip("alice@example.com"), Secret.of("secret"))
                        .transport(transport)
                        .server("127.0.0.1", 5060)
                        .registrationExpiry(Duration.ofMinutes(10)))
                .build();
        Traces traces = new Traces(loop);
        agent = new UserAgent(config, context, new ServerLocator(), new DialogTable(), traces);
        Transactions transactions = new Transactions(loop, traces, new Transactions.Handler() {
            @Override
            public void request(IncomingRequest request) {
                DialogTable.User user = agent.dialogs().find(request.request());
                if (user == null) {
                    outside.accept(request);
                } else {
                    user.request(request);
                }
            }

            @Override
            public void stray(Response response) {
                DialogTable.User user = agent.dialogs().find(response);
                if (user != null) {
                    user.stray(response);
                }
            }
        });
        port = transactions.attach(wire);
        agent.binding().flow(new Flow(port, server, Wire.TlsFacts.NONE));
    }

    /** The registrar does outbound (RFC 5626). */
    public void registeredOutbound() {
        agent.binding().registered(new Registered(List.of(), null, null, true));
    }

    /** The registrar gives GRUUs (RFC 5627). */
    public void registeredGruu(String publicGruu, String temporaryGruu) {
        agent.binding().registered(new Registered(List.of(), publicGruu, temporaryGruu, false));
    }

    /** The next message that was sent; fails when there is none. */
    public String next() {
        loop.run();
        if (read >= wire.sent.size()) {
            throw new AssertionError("nothing was sent");
        }
        return wire.sent.get(read++);
    }

    /** True when nothing more was sent. */
    public boolean isSilent() {
        loop.run();
        return read == wire.sent.size();
    }

    /** Forgets what was sent so far. */
    public void skip() {
        loop.run();
        read = wire.sent.size();
    }

    public void receive(String message) {
        port.received(message.getBytes(StandardCharsets.UTF_8), server);
        loop.run();
    }

    /** Answers a request; headers end with CRLF each. */
    public void answer(String request, int status, String headers) {
        answer(request, status, "srv", headers, "");
    }

    /** Answers a request with a description. */
    public void answer(String request, int status, String tag, String headers, String body) {
        StringBuilder out = new StringBuilder("SIP/2.0 " + status + " Words\r\n");
        for (String line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.startsWith("To:")) {
                out.append(line)
                        .append(line.contains("tag=") || tag.isEmpty() ? "" : ";tag=" + tag)
                        .append("\r\n");
            } else if (line.matches("(Via|From|Call-ID|CSeq):.*")) {
                out.append(line).append("\r\n");
            }
        }
        out.append(headers).append(body.isEmpty() ? "" : "Content-Type: application/sdp\r\n");
        receive(out + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    public static String header(String message, String name) {
        for (String line : message.split("\r\n")) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }
}
