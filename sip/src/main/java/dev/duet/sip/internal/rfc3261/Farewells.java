package dev.duet.sip.internal.rfc3261;

import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the other sides of calls that are over are still to be told: a CANCEL that waits for the first response (RFC
 * 3261 9.1), a BYE that waits for the ACK (15) or for its answer. Who signs out waits for them, or a phone goes on
 * ringing, and a call goes on, with nobody there. On the loop.
 */
public final class Farewells {

    private final Loop loop;
    private final Set<Object> owed = new HashSet<>();
    private final List<Runnable> waiting = new ArrayList<>();

    Farewells(Loop loop) {
        this.loop = loop;
    }

    /** Something is still to be said by that one. */
    public void owe(Object who) {
        owed.add(who);
    }

    /** That one has nothing to say any more. */
    public void paid(Object who) {
        if (owed.remove(who) && owed.isEmpty()) {
            loop.execute(this::settle); // what ended may have something to say about its end: a 2xx wants ACK and BYE
        }
    }

    /** Runs something once everything is said, at once when it is, and after that time at the latest. */
    public void await(Duration limit, Runnable then) {
        if (owed.isEmpty()) {
            then.run();
            return;
        }
        Loop.Timer[] timer = new Loop.Timer[1];
        Runnable once = new Runnable() {
            @Override
            public void run() {
                if (waiting.remove(this)) {
                    timer[0].cancel();
                    then.run();
                }
            }
        };
        waiting.add(once);
        timer[0] = loop.schedule(limit, once);
    }

    private void settle() {
        if (owed.isEmpty()) {
            List.copyOf(waiting).forEach(Runnable::run);
        }
    }
}
