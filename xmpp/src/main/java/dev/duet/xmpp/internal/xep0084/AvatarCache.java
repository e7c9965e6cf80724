package dev.duet.xmpp.internal.xep0084;

import dev.duet.model.Avatar;
import dev.duet.spi.OnLoop;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Avatars by their hash. Shared by all accounts of a runtime, and bounded. */
@OnLoop
public final class AvatarCache {

    static final int MAX_BYTES = 8 * 1024 * 1024;

    private final Map<String, Avatar> avatars = new LinkedHashMap<>(16, 0.75f, true);
    private int bytes;

    @Nullable
    Avatar find(String id) {
        return avatars.get(id);
    }

    void put(Avatar avatar) {
        if (avatars.put(avatar.id(), avatar) == null) {
            bytes += avatar.size();
        }
        Iterator<Avatar> eldest = avatars.values().iterator();
        while (bytes > MAX_BYTES) {
            bytes -= eldest.next().size();
            eldest.remove();
        }
    }
}
