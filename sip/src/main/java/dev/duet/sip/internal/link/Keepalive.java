package dev.duet.sip.internal.link;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3261.Binding;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.spi.Loop;
import java.time.Duration;
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

    private final UserAgent agent;
    private final Binding binding;
    private final Pulse pulse;
    private final Flow flow;
    private final Consumer<Failure> lost;
    private Loop.@Nullable Timer ping;
    private Loop.@Nullable Timer question;
    private Loop.@Nullable Timer patience;
    private Loop.@Nullable Timer doubt;
    private Pulse.@Nullable Part part; // over UDP
    private boolean sentSince;
    private long heardBefore = -1;
    private boolean over;

    Keepalive(Binding binding, Pulse pulse, Flow flow, Consumer<Failure> lost) {
        this.agent = binding.agent();
        this.binding = binding;
        this.pulse = pulse;
        this.flow = flow;
        this.lost = lost;
    }

    void start() {
        if (flow.port().wire().transport() == Transport.UDP) {
            part = pulse.join(flow, binding.registered().outbound(), this::gone);
        } else {
            ping = agent.loop().schedule(PING, this::ping);
        }
        question = agent.loop().schedule(QUESTION, this::askUnlessAnswered);
    }

    void stop() {
        over = true;
        if (part != null) {
            part.leave();
        }
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
        if (heard == heardBefore) {
            if (flow.port().wire().transport().isWebSocket()) {
                ask();
            } else if (binding.registered().outbound()) { // only then is a pong promised (RFC 5626 4.4.1)
                gone("No pong came");
                return;
            }
        }
        heardBefore = heard;
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
                .header("Contact", binding.contact())
                .build();
        patience = agent.loop().schedule(PATIENCE, this::unanswered);
        if (part != null) {
            part.asked();
        }
        binding.send(options, new Outcome() {
            @Override
            public void done(Response response) {
                answered(); // whatever it says, it is there
            }

            @Override
            public void failed(Failure failure) {}
        });
    }

    private void answered() {
        if (part != null) {
            part.answered();
        }
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
        if (question != null) {
            question.cancel();
        }
        if (!over) {
            question = agent.loop().schedule(QUESTION, this::askUnlessAnswered);
        }
    }

    private void askUnlessAnswered() {
        Duration silence = part == null ? Duration.ZERO : part.silence();
        if (silence.isNegative() || silence.isZero()) {
            ask();
        } else {
            question = agent.loop().schedule(silence, this::askUnlessAnswered);
        }
    }

    private void unanswered() {
        if (flow.port().wasLate(PATIENCE)) { // the answer may wait, or be lost, among what is too much
            patience = null;
            ask();
            return;
        }
        String why = "The server does not answer";
        if (part != null) {
            part.unanswered(why);
        } else {
            gone(why);
        }
    }

    private void gone(String message) {
        if (!over) {
            stop();
            lost.accept(Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, message));
        }
    }
}
