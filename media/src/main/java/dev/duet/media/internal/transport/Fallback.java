package dev.duet.media.internal.transport;

import dev.duet.model.MediaDescription;
import dev.duet.spi.Loop;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RTP as without ICE, on the ports that were opened for it: for a peer that answers without (RFC 8839 4.2.2). */
final class Fallback {

    private final LocalView view;
    private final Loop clock;

    private volatile @Nullable PlainFlow flow;
    private @Nullable PlainRemote way; // of the tasks

    Fallback(LocalView view, Loop clock) {
        this.view = view;
        this.clock = clock;
    }

    /** Packets without ICE; null as long as there is ICE. From any thread. */
    @Nullable
    PlainFlow flow() {
        return flow;
    }

    /** What became of a description. */
    enum Outcome {
        /** Packets go another way than before. */
        CHANGED,
        /** As before, or nothing is wanted. */
        SAME,
        /** The address is of the other IP version. */
        UNREACHABLE
    }

    /** Takes a description without ICE. Blocks when it has a name. */
    Outcome take(MediaDescription description, List<IcePort> hosts, boolean two) throws IOException {
        PlainRemote remote = PlainRemote.of(description);
        PlainFlow without = flow;
        if (without == null) {
            without = view.withoutIce(hosts, two, clock);
        }
        if (!without.reaches(remote)) {
            return Outcome.UNREACHABLE;
        }
        without.remote(remote, description.rtcpMux());
        boolean changed = !remote.equals(way);
        way = remote;
        flow = without;
        return changed && remote.rtp() != null ? Outcome.CHANGED : Outcome.SAME;
    }
}
