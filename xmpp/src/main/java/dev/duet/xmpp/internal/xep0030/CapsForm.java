package dev.duet.xmpp.internal.xep0030;

import dev.duet.xmpp.internal.xml.Xml;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A short form of what an entity can do, of either kind. */
sealed interface CapsForm permits Caps, CapsHash {

    /** The short form that presence carries: the one that more clients know, else the newer; null for none. */
    static @Nullable CapsForm read(Xml presence) {
        Caps caps = Caps.read(presence);
        return caps != null ? caps : CapsHash.read(presence);
    }

    /** What to ask a device for to learn what stands behind it. */
    String queryNode();

    /** True when that information is really what it stands for. */
    boolean verifies(Xml query);

    /** By what it is found again, whoever says it. */
    String key();

    /** True when something is told twice (XEP-0115 5.4, XEP-0390 4.1). */
    static boolean hasDuplicates(Xml query) {
        Set<Xml> seen = new HashSet<>();
        for (Xml child : query.children()) {
            boolean counts = child.name().equals("feature") || child.name().equals("identity");
            if (counts && !seen.add(child)) {
                return true;
            }
        }
        return false;
    }
}
