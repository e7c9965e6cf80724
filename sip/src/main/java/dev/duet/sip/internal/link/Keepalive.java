package dev.duet.sip.internal.link;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.transport.UdpWire;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps NAT bindings open, and notices a server that is gone. A broken stream is told by its socket; over UDP the
 * operating system tells within {@link #PING} when the server's host is up, and a question that stays unanswered tells
 * within {@link #QUESTION} and {@link #PATIENCE} when it is not. Over a stream that question comes sooner when a
 * request is not answered and nothing else comes either, or, by WebSocket, no pong (RFC 6455 5.5.2): a stream that
 * somebody put half a message into swallows what comes behind it without breaking. On the loop.
 */
final class Keepalive {

    static final Duration PING = Duration.ofSeconds(10);
    static final Duration QUESTION = Duration.ofSeconds(60);
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration DOUBT = Duration.ofSeconds(5);
    private static final int PROBE_MILLIS = 200;

    private final UserAgent agent;
    private final Executor blocking;
    private final Flow flow;
    private final Consumer<Failure> lost;
    private Loop.@Nullable Timer ping;
    private Loop.@Nullable Timer question;
    private Loop.@Nullable Timer patience;
    private Loop.@Nullable Timer doubt;
    private boolean sentSince;
    private long heardBefore = -1;
    private boolean over;

    Keepalive(UserAgent agent, Executor blocking, Flow flow, Consumer<Failure> lost) {
        this.agent = agent;
        this.blocking = blocking;
        this.flow = flow;
        this.lost = lost;
    }

    void start() {
        ping = agent.loop().schedule(PING, this::ping);
        question = agent.loop().schedule(QUESTION, this::ask);
    }

    void stop() {
        over = true;
        for (Loop.Timer timer : new Loop.Timer[] {ping, question, patience, doubt}) {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    private void ping() {
        if (over) {
            return;
        }
        flow.port().ping(flow.remote());
        long heard = flow.port().wire().heard();
        if (flow.port().wire().transport().isWebSocket() && heard == heardBefore) {
            ask();
        }
        heardBefore = heard;
        if (flow.port().wire().transport() == Transport.UDP) {
            blocking.execute(() -> {
                if (UdpWire.isRefused(flow.remote(), PROBE_MILLIS)) {
                    agent.loop().execute(() -> gone("Nobody listens at " + flow.remote() + " any more"));
                }
            });
        }
        ping = agent.loop().schedule(PING, this::ping);
    }

    /** A request went out. */
    void sent() {
        sentSince = true;
        if (!over && doubt == null && flow.port().wire().transport() != Transport.UDP) {
            sentSince = false;
            long heard = flow.port().wire().heard();
            doubt = agent.loop().schedule(DOUBT, () -> {
                doubt = null;
                if (flow.port().wire().heard() == heard) {
                    ask();
                } else if (sentSince) {
                    sent();
                }
            });
        }
    }

    /** Asks now whether the server is there. */
    void ask() {
        if (over || patience != null) {
            return;
        }
        Request options = agent.probe(Request.OPTIONS, "sip:" + agent.self().host(), "")
                .header("Accept", "application/sdp")
                .header("Contact", agent.contact())
                .build();
        patience = agent.loop().schedule(PATIENCE, () -> gone("The server does not answer"));
        agent.send(options, new Outcome() {
            @Override
            public void done(Response response) {
                answered(); // whatever it says, it is there
            }

            @Override
            public void failed(Failure failure) {}
        });
    }

    private void answered() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
        if (question != null) {
            question.cancel();
        }
        if (!over) {
            question = agent.loop().schedule(QUESTION, this::ask);
        }
    }

    private void gone(String message) {
        if (!over) {
            stop();
            lost.accept(Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, message));
        }
    }
}
