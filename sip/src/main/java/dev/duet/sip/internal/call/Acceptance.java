package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** A 2xx to INVITE, sent again and again until its ACK comes (RFC 3261 13.3.1.4). On the loop. */
final class Acceptance {

    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration T2 = Duration.ofSeconds(4);
    private static final Duration LAST = T1.multipliedBy(64);

    private final Loop loop;
    private final IncomingRequest invite;
    private final Response response;
    private final Consumer<@Nullable Request> then;
    private Loop.@Nullable Timer again;
    private Loop.@Nullable Timer last;
    private boolean over;

    /**
     * Not sent yet.
     *
     * @param then gets the ACK, or null when none came
     */
    Acceptance(Loop loop, IncomingRequest invite, Response response, Consumer<@Nullable Request> then) {
        this.loop = loop;
        this.invite = invite;
        this.response = response;
        this.then = then;
    }

    void send() {
        invite.reply(response);
        last = loop.schedule(LAST, () -> finish(null));
        again = loop.schedule(T1, () -> repeat(T1));
    }

    boolean isOver() {
        return over;
    }

    /** Takes an ACK, if it is the one that is waited for. */
    void acknowledged(Request ack) {
        if (!over && Dialog.sequence(ack) == Dialog.sequence(invite.request())) {
            finish(ack);
        }
    }

    void stop() {
        over = true;
        if (again != null) {
            again.cancel();
        }
        if (last != null) {
            last.cancel();
        }
    }

    private void repeat(Duration before) {
        if (!over) {
            invite.again(response);
            Duration next = before.multipliedBy(2).compareTo(T2) < 0 ? before.multipliedBy(2) : T2;
            again = loop.schedule(next, () -> repeat(next));
        }
    }

    private void finish(@Nullable Request ack) {
        stop();
        then.accept(ack);
    }
}
