package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Failure;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands that wait for a room, by what they wait for. */
@OnLoop
final class Operations {

    static final String JOIN = "join";
    static final String LEAVE = "leave";
    static final String NICKNAME = "nickname";

    private final RoomContext context;
    private final Map<String, List<Long>> waiting = new HashMap<>();

    Operations(RoomContext context) {
        this.context = context;
    }

    /** Waits for something; for ever when it is on its way into a room, else as long as for any answer. */
    void begin(String what, long operation) {
        waiting.computeIfAbsent(what, key -> new ArrayList<>()).add(operation);
        if (!what.equals(JOIN)) {
            context.loop().schedule(context.timeout(), () -> {
                if (waiting.getOrDefault(what, List.of()).contains(operation)) {
                    waiting.get(what).remove(operation);
                    context.listener().failed(operation, silence());
                }
            });
        }
    }

    static Failure silence() {
        return Failure.of(Failure.Kind.TIMEOUT, Failure.Origin.SERVER, Failure.Retry.LATER, "The room does not answer");
    }

    void done(String what) {
        take(what).forEach(context.listener()::completed);
    }

    /** True when something waited for that. */
    boolean failed(String what, Failure failure) {
        List<Long> failed = take(what);
        failed.forEach(operation -> context.listener().failed(operation, failure));
        return !failed.isEmpty();
    }

    private List<Long> take(String what) {
        List<Long> taken = waiting.remove(what);
        return taken == null ? List.of() : taken;
    }

    void end() {
        List.copyOf(waiting.keySet()).forEach(what -> failed(what, Iqs.notConnected()));
    }
}
