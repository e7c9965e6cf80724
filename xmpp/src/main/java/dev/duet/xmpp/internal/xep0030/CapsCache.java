package dev.duet.xmpp.internal.xep0030;

import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind short forms, where the hash proved it. Shared by all accounts of a runtime, and bounded. */
@OnLoop
public final class CapsCache {

    private static final int SIZE = 500;

    private final Map<String, DiscoInfo> proven = Newest.mapByUse(SIZE);

    @Nullable
    DiscoInfo find(CapsForm caps) {
        return proven.get(caps.key());
    }

    void put(CapsForm caps, DiscoInfo info) {
        proven.put(caps.key(), info);
    }
}
