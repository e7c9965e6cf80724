package dev.duet.sip.internal.call;

import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Notices a call whose BYE was lost: after {@link #INTERVAL} without a request of the other side it asks whether the
 * call is still there, by OPTIONS within the dialog. No such call, or no answer, ends it. On the loop.
 */
final class Watchdog {

    static final Duration INTERVAL = Duration.ofMinutes(2);

    private final UserAgent agent;
    private final Dialog dialog;
    private final Consumer<Failure> gone;
    private Loop.@Nullable Timer timer;
    private boolean over;

    Watchdog(UserAgent agent, Dialog dialog, Consumer<Failure> gone) {
        this.agent = agent;
        this.dialog = dialog;
        this.gone = gone;
    }

    void start() {
        timer = agent.loop().schedule(INTERVAL, this::ask);
    }

    void alive() {
        if (timer != null && !over) {
            timer.cancel();
            start();
        }
    }

    void stop() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void ask() {
        if (over) {
            return;
        }
        start();
        if (agent.flow() == null) {
            return; // our own side is cut off; that says nothing of theirs
        }
        Request options = dialog.request(Request.OPTIONS)
                .header("Contact", agent.contact(dialog))
                .header("Accept", "application/sdp")
                .build();
        agent.send(dialog, options, new Outcome() {
            @Override
            public void done(Response response) {
                int status = response.getStatusCode();
                boolean unknown = status == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST
                        || status == Response.REQUEST_TIMEOUT
                        || status == Response.NOT_FOUND;
                if (unknown && !over) {
                    gone.accept(StatusFailures.of(Request.OPTIONS, response));
                }
            }

            @Override
            public void failed(Failure failure) {
                if (failure.kind() == Failure.Kind.TIMEOUT && !over) {
                    gone.accept(failure);
                }
            }
        });
    }
}
