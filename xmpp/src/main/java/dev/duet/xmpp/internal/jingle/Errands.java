package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Failure;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.jingle.JingleEffect.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one session, in order. They outlive the sign-in that they were sent in: what was not answered when it
 * ended is sent again in the next, once the other side says that it still has the session. It is asked by an empty
 * session-info (XEP-0166 6.8); a device that is not there, since its server was restarted, too, is asked again.
 */
@OnLoop
final class Errands {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final JingleLeg leg;
    private final Set<Errand> open = new LinkedHashSet<>();
    private final Deque<Errand> waiting = new ArrayDeque<>();
    private boolean waits;
    private boolean asking;
    private boolean gone;
    private Duration pause = FIRST;
    private Loop.@Nullable Timer timer;

    private static final class Errand {
        private final Request request;
        private final boolean again; // the other side may have had it already

        Errand(Request request, boolean again) {
            this.request = request;
            this.again = again;
        }
    }

    Errands(JingleLeg leg) {
        this.leg = leg;
    }

    /** Sends a request, now or when the other side can be asked. */
    void send(Request request, Calls calls) {
        Errand errand = new Errand(request, false);
        if (isOver()) { // and nothing but that is worth saying
            waiting.clear();
            waits &= calls.isAdrift();
        }
        if (waits) {
            waiting.add(errand);
        } else {
            send(errand, calls);
        }
    }

    private void send(Errand errand, Calls calls) {
        open.add(errand);
        calls.request(leg, errand.request.jingle(), errand.again, failure -> {
            if (open.remove(errand)) {
                done(errand, failure);
            }
        });
    }

    private void done(Errand errand, @Nullable Failure failure) {
        Purpose purpose = errand.request.purpose();
        if (failure != null && purpose == Purpose.RESTART && gone && Reasons.isGone(failure)) {
            leg.feed(new JingleInput.Lost(Reasons.offline(leg.model()))); // its media are gone, too
        } else {
            boolean had = failure != null && errand.again && Reasons.isOutOfOrder(failure);
            leg.feed(new JingleInput.Done(purpose, had ? null : failure));
        }
    }

    /** The sign-in is over: what was not answered waits for the next. */
    void hold() {
        List<Errand> unanswered = new ArrayList<>();
        open.forEach(errand -> unanswered.add(new Errand(errand.request, true)));
        open.clear();
        unanswered.addAll(waiting);
        waiting.clear();
        unanswered.stream()
                .filter(errand -> !isOver() || errand.request.purpose() == Purpose.TERMINATE)
                .forEach(waiting::add);
        waits = true;
        asking = false;
        stopClock();
    }

    /** There is a sign-in again: asks whether the other side is still there. */
    void goOn(Calls calls) {
        pause = FIRST;
        if (isOver()) {
            flush(calls);
        } else {
            ask(calls);
        }
    }

    private void ask(Calls calls) {
        if (asking || calls.isAdrift()) {
            return;
        }
        asking = true;
        stopClock();
        calls.request(leg, JingleMachine.ping(leg.model()), false, failure -> {
            if (asking) {
                asking = false;
                answered(failure, calls);
            }
        });
    }

    private void answered(@Nullable Failure failure, Calls calls) {
        if (isOver()) {
            return;
        }
        if (failure == null) {
            flush(calls);
        } else if (Reasons.isForgotten(failure)) {
            leg.feed(new JingleInput.Done(Purpose.PING, failure));
        } else if (waits) {
            timer = calls.loop().schedule(pause, () -> ask(calls));
            pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        }
    }

    /** The other side said something in this session: it is there. */
    void heard(Calls calls) {
        flush(calls);
    }

    /** The other side's device is said to have gone. */
    void gone() {
        gone = true;
    }

    /** The other side's device is said to be there: it may have come back without its calls. */
    void present(Calls calls) {
        if (gone || waits) {
            ask(calls);
        }
    }

    private void flush(Calls calls) {
        if (calls.isAdrift()) {
            return;
        }
        stopClock();
        gone = false;
        waits = false;
        for (Errand errand = waiting.poll(); errand != null; errand = waiting.poll()) {
            send(errand, calls);
        }
    }

    private boolean isOver() {
        return leg.model().phase() == JingleModel.Phase.ENDED;
    }

    private void stopClock() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
