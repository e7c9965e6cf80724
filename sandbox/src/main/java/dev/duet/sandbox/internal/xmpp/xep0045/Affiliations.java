package dev.duet.sandbox.internal.xmpp.xep0045;

import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people are to a room, section 5.2. */
final class Affiliations {

    private static final Set<String> KINDS = Set.of("owner", "admin", "member", "outcast", "none");

    private final Map<Jid, Affiliate> all = new LinkedHashMap<>();

    private record Affiliate(String kind, String reason) {}

    Affiliations(Jid owner) {
        all.put(owner.bare(), new Affiliate("owner", ""));
    }

    /** Of a person, or of a person's whole server. */
    String of(Jid person) {
        Affiliate own = all.get(person.bare());
        if (own != null) {
            return own.kind;
        }
        Affiliate servers = all.get(new Jid(null, person.domain(), null));
        return servers == null ? "none" : servers.kind;
    }

    boolean isOwner(Jid person) {
        return of(person).equals("owner");
    }

    /** True for admins and owners. */
    boolean rules(Jid person) {
        return isOwner(person) || of(person).equals("admin");
    }

    /** True for who may enter a room for members only. */
    boolean isMember(Jid person) {
        return rules(person) || of(person).equals("member");
    }

    /** Makes somebody a member who is nothing yet. */
    void admit(Jid person) {
        all.putIfAbsent(person.bare(), new Affiliate("member", ""));
    }

    /** Sections 9.1 to 9.4 and 10.3 to 10.8: returns what is wrong with that change, or null when it is made. */
    @Nullable
    StanzaCondition change(Jid by, Jid whom, String kind, String reason) {
        if (!KINDS.contains(kind)) {
            return StanzaCondition.BAD_REQUEST;
        }
        boolean isForOwners = Set.of("owner", "admin").contains(kind) || rules(whom);
        if (isForOwners ? !isOwner(by) : !rules(by)) {
            return StanzaCondition.NOT_ALLOWED;
        }
        boolean isLast =
                all.values().stream().filter(one -> one.kind.equals("owner")).count() == 1;
        if (isOwner(whom) && isLast && !kind.equals("owner")) {
            return StanzaCondition.CONFLICT;
        }
        if (kind.equals("none")) {
            all.remove(whom.bare());
        } else {
            all.put(whom.bare(), new Affiliate(kind, reason));
        }
        return null;
    }

    /** Those that are that, as items of a list. */
    List<Element> list(String kind) {
        return all.entrySet().stream()
                .filter(entry -> entry.getValue().kind.equals(kind))
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Element item(Jid person, Affiliate affiliate) {
        Element item =
                Element.of(Room.ADMIN, "item").with("jid", person.toString()).with("affiliation", affiliate.kind);
        return affiliate.reason.isEmpty()
                ? item
                : item.with(Element.of(Room.ADMIN, "reason").withText(affiliate.reason));
    }
}
