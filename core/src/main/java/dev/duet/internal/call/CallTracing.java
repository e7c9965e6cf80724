package dev.duet.internal.call;

import dev.duet.model.CallTrace;
import dev.duet.spi.CallLeg;
import dev.duet.spi.OnLoop;
import dev.duet.spi.TraceSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trace of one call, over all of its legs; it costs a field until it is switched on. */
final class CallTracing {

    private boolean on; // on the loop, as the leg is
    private final List<CallLeg> legs = new ArrayList<>(1);
    private volatile @Nullable Kept kept;

    /** Switches it. What was traced stays. */
    @OnLoop
    void on(boolean value) {
        if (on != value) {
            on = value;
            legs.forEach(leg -> leg.trace(sink()));
        }
    }

    /** The call tries that leg, too. */
    @OnLoop
    void follow(CallLeg now) {
        legs.add(now);
        if (on) {
            now.trace(sink());
        }
    }

    private @Nullable TraceSink sink() {
        if (on && kept == null) {
            kept = new Kept();
        }
        return on ? kept : null;
    }

    /** What was traced. From any thread. */
    CallTrace trace() {
        Kept now = kept;
        return now == null ? CallTrace.NONE : now.trace();
    }

    private static final class Kept implements TraceSink {

        private final List<CallTrace.Message> first = new ArrayList<>();
        private final Deque<CallTrace.Message> last = new ArrayDeque<>();
        private int left;

        @Override
        public synchronized void message(CallTrace.Message message) {
            if (first.size() < CallTrace.FIRST) {
                first.add(message);
                return;
            }
            if (last.size() == CallTrace.LAST) {
                last.removeFirst();
                left++;
            }
            last.addLast(message);
        }

        synchronized CallTrace trace() {
            List<CallTrace.Message> all = new ArrayList<>(first);
            all.addAll(last);
            return new CallTrace(all, left);
        }
    }
}
