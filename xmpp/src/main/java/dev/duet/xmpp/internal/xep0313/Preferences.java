package dev.duet.xmpp.internal.xep0313;

import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.ArchivePreferences.Rule;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an archive keeps, between our words and those on the wire (XEP-0313 7). Pure. */
final class Preferences {

    private static final int MOST = 10_000;

    private Preferences() {}

    /** The question for them. */
    static Xml question() {
        return Xml.empty("prefs", Archive.NAMESPACE);
    }

    static Xml write(ArchivePreferences preferences) {
        return Xml.element("prefs", Archive.NAMESPACE)
                .attribute("default", preferences.others().name().toLowerCase(Locale.ROOT))
                .add(list("always", preferences.always()))
                .add(list("never", preferences.never()))
                .build();
    }

    private static Xml list(String name, Set<Address> addresses) {
        Xml.Builder list = Xml.element(name, Archive.NAMESPACE);
        for (Address address : addresses) {
            if (address instanceof Address.Xmpp xmpp) {
                list.add("jid", xmpp.jid());
            }
        }
        return list.build();
    }

    /** What an archive tells; null when that is nothing of the kind. Addresses that are none are left out. */
    static @Nullable ArchivePreferences read(@Nullable Xml prefs) {
        Rule others = prefs == null ? null : rule(prefs.attribute("default", ""));
        return others == null ? null : new ArchivePreferences(others, list(prefs, "always"), list(prefs, "never"));
    }

    private static @Nullable Rule rule(String word) {
        return switch (word) {
            case "always" -> Rule.ALWAYS;
            case "never" -> Rule.NEVER;
            case "roster" -> Rule.ROSTER;
            default -> null;
        };
    }

    private static Set<Address> list(Xml prefs, String name) {
        Set<Address> addresses = new LinkedHashSet<>();
        Xml list = prefs.child(name, Archive.NAMESPACE);
        if (list != null) {
            for (Xml jid : list.children("jid", Archive.NAMESPACE)) {
                Address.Xmpp address = Jids.read(jid.text().strip());
                if (address != null && addresses.size() < MOST) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }
}
