package dev.duet.sip.internal.rfc8866;

import dev.duet.model.MediaDirection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The four direction attributes (RFC 8866 6.7). */
final class Directions {

    private Directions() {}

    static @Nullable MediaDirection of(String name) {
        for (MediaDirection direction : MediaDirection.values()) {
            if (name.equals(text(direction))) {
                return direction;
            }
        }
        return null;
    }

    /** The last one in a section, or null. */
    static @Nullable MediaDirection in(SdpLines.Section section) {
        MediaDirection found = null;
        for (SdpLines.Line line : section.attributes()) {
            MediaDirection direction = of(line.flag());
            found = direction == null ? found : direction;
        }
        return found;
    }

    static String text(MediaDirection direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }
}
