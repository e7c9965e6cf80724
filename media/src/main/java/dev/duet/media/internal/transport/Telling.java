package dev.duet.media.internal.transport;

import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the other side was told of one generation's candidates so far (RFC 8838 4). Of the tasks. */
final class Telling {

    private final MediaTransport.Listener listener;
    private final boolean waits;
    private final boolean follow;
    private boolean told;
    private boolean ended;
    private boolean gathered;

    /**
     * Nothing was told.
     *
     * @param waits true when the description is to have all candidates, if they are found in time
     * @param follow true when candidates may follow the description
     */
    Telling(MediaTransport.Listener listener, boolean waits, boolean follow) {
        this.listener = listener;
        this.waits = waits;
        this.follow = follow;
    }

    /** A description may leave now: candidates may follow, or there are no others. */
    boolean isReady() {
        return !waits || gathered;
    }

    boolean isGathered() {
        return gathered;
    }

    /**
     * Tells the description. Does nothing the second time.
     *
     * @param description makes it, given whether it is whole
     */
    void describe(LocalView view, List<IcePort> hosts, boolean two, Function<Boolean, IceDescription> description) {
        if (!told) {
            told = true;
            ended = gathered || !follow;
            listener.localReady(view.describe(hosts, two, description.apply(ended)));
        }
    }

    /** Tells a candidate, if it is not in the description and may follow it. */
    void candidate(@Nullable IceCandidate candidate) {
        if (candidate != null && told && !ended) {
            listener.localCandidate(candidate);
        }
    }

    /** Nothing more is found. */
    void gathered() {
        gathered = true;
        if (told && !ended) {
            ended = true;
            listener.endOfCandidates();
        }
    }
}
