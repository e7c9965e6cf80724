package dev.duet.sip.internal.link;

import dev.duet.sip.internal.stack.IncomingRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/** The accounts of a runtime by the names that requests have for them, however many there are. On the loop. */
final class Directory {

    private final Map<String, SipLink> byToken = new HashMap<>();
    private final Map<String, Set<SipLink>> byUser = new HashMap<>();

    void add(SipLink link) {
        byToken.put(link.agent().token(), link);
        byUser.computeIfAbsent(user(link), user -> new LinkedHashSet<>()).add(link);
    }

    void remove(SipLink link) {
        byToken.remove(link.agent().token(), link);
        byUser.computeIfPresent(user(link), (user, links) -> {
            links.remove(link);
            return links.isEmpty() ? null : links;
        });
    }

    /** The account that a request outside of dialogs is for; null when it is for none. */
    @Nullable
    SipLink find(IncomingRequest incoming) {
        if (!(incoming.request().getRequestURI() instanceof SipURI uri) || uri.getUser() == null) {
            return null;
        }
        SipLink named = byToken.get(uri.getUser());
        if (named != null) {
            return named;
        }
        return byUser.getOrDefault(uri.getUser(), Set.of()).stream()
                .filter(link -> link.dispatcher().isFromServer(incoming))
                .findFirst()
                .orElse(null);
    }

    Collection<SipLink> all() {
        return byToken.values();
    }

    /** All of them, which are no more here from now on. */
    List<SipLink> clear() {
        List<SipLink> before = new ArrayList<>(byToken.values());
        byToken.clear();
        byUser.clear();
        return before;
    }

    private static String user(SipLink link) {
        String user = link.agent().self().user();
        return user == null ? "" : user;
    }
}
