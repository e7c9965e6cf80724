package dev.duet.internal.account;

import dev.duet.api.Call;
import dev.duet.internal.loop.Operations;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Activity;
import dev.duet.model.CallPhase;
import dev.duet.model.Failure;
import dev.duet.model.OwnPresence;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Own presence: what the application published, and ON_THE_PHONE while a call is answered. */
final class OwnPresenceControl {

    private volatile OwnPresence wished = OwnPresence.AVAILABLE;
    private final Set<Call> answered = Collections.newSetFromMap(new IdentityHashMap<>()); // on the loop

    /** What the application published. */
    OwnPresence wished() {
        return wished;
    }

    void wish(OwnPresence presence) {
        wished = presence;
    }

    /** What is published: the wish, and the phone. */
    @OnLoop
    OwnPresence effective() {
        OwnPresence base = wished;
        if (answered.isEmpty()) {
            return base;
        }
        Set<Activity> activities = EnumSet.of(Activity.ON_THE_PHONE);
        activities.addAll(base.activities());
        return base.withActivities(activities);
    }

    /** Takes the new phase of a call; true when that changed what is to be published. */
    @OnLoop
    boolean talks(Call call, CallPhase phase) {
        boolean before = !answered.isEmpty();
        if (phase == CallPhase.CONNECTING || phase == CallPhase.ACTIVE) {
            answered.add(call);
        } else {
            answered.remove(call);
        }
        return before == answered.isEmpty();
    }

    /** Publishes on those halves; the promise is kept when all have taken it, and broken by the first that did not. */
    @OnLoop
    void publish(Collection<Link> online, Operations operations, Promise<@Nullable Void> promise) {
        OwnPresence presence = effective();
        int[] open = {online.size()};
        Failure[] first = new Failure[1];
        if (online.isEmpty()) {
            promise.complete(null);
        }
        for (Link link : online) {
            long operation = operations.begin(failure -> {
                first[0] = first[0] == null ? failure : first[0];
                if (--open[0] == 0 && first[0] == null) {
                    promise.complete(null);
                } else if (open[0] == 0) {
                    promise.fail(first[0]);
                }
            });
            link.publish(operation, presence);
        }
    }
}
