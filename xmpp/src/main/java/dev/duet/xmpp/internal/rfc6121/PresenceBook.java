package dev.duet.xmpp.internal.rfc6121;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What others said last about their presence: one fragment for each resource, with what PEP adds to it. */
@OnLoop
public final class PresenceBook {

    private final LinkListener listener;
    private final Map<Address.Xmpp, Map<Address.Xmpp, Xml>> resources = new HashMap<>();
    private final Map<Address.Xmpp, Set<Activity>> activities = new HashMap<>();

    /** An empty book. */
    public PresenceBook(LinkListener listener) {
        this.listener = listener;
    }

    /** A resource is available, in that way. */
    public void available(Address.Xmpp from, Xml presence) {
        resources.computeIfAbsent(from.bare(), contact -> new LinkedHashMap<>()).put(from, presence);
        tell(from, presence);
    }

    /** A resource went, or, for a bare address, all of a contact's. */
    public void unavailable(Address.Xmpp from) {
        Map<Address.Xmpp, Xml> known = resources.get(from.bare());
        if (known == null) {
            return;
        }
        List<Address.Xmpp> gone = from.isBare() ? new ArrayList<>(known.keySet()) : List.of(from);
        for (Address.Xmpp resource : gone) {
            if (known.remove(resource) != null) {
                listener.presenceGone(resource.bare(), PresenceCodec.source(resource));
            }
        }
        if (known.isEmpty()) {
            resources.remove(from.bare());
            activities.remove(from.bare());
        }
    }

    /** A contact told by PEP what they do. Counts only while a resource of theirs is available. */
    public void activities(Address.Xmpp contact, Set<Activity> told) {
        Map<Address.Xmpp, Xml> known = resources.get(contact.bare());
        if (known != null && !told.equals(activities.getOrDefault(contact.bare(), Set.of()))) {
            activities.put(contact.bare(), Set.copyOf(told));
            known.forEach(this::tell);
        }
    }

    /** The available resources of a contact. */
    public Set<Address.Xmpp> resources(Address.Xmpp contact) {
        return Set.copyOf(resources.getOrDefault(contact.bare(), Map.of()).keySet());
    }

    /** Tells all again, to somebody who forgot it while there was no stream. */
    public void repeat() {
        resources.values().forEach(known -> known.forEach(this::tell));
    }

    /** Nothing is known any more. */
    public void clear() {
        List<Address.Xmpp> contacts = new ArrayList<>(resources.keySet());
        contacts.forEach(this::unavailable);
    }

    private void tell(Address.Xmpp from, Xml presence) {
        listener.presence(PresenceCodec.read(presence, from, activities.getOrDefault(from.bare(), Set.of())));
    }
}
