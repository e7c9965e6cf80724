package dev.duet.sandbox.internal.sip.registrar;

import dev.duet.sandbox.internal.sip.message.SipUri;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The location service. Written on the loop; read from any thread. */
public final class Locations {

    private final Map<String, List<Binding>> byUser = new ConcurrentHashMap<>();

    /** The live bindings, the preferred first. */
    public List<Binding> of(String user, Instant now) {
        return byUser.getOrDefault(user, List.of()).stream()
                .filter(b -> b.expires().isAfter(now))
                .sorted(Comparator.comparingInt(Binding::q).reversed())
                .toList();
    }

    /** The live binding with this contact, so that a remote target finds its connection. */
    public Optional<Binding> byContact(SipUri uri, Instant now) {
        return byUser.values().stream()
                .flatMap(List::stream)
                .filter(b -> b.expires().isAfter(now) && b.uri().matches(uri))
                .findFirst();
    }

    void set(String user, List<Binding> bindings) {
        if (bindings.isEmpty()) {
            byUser.remove(user);
        } else {
            byUser.put(user, List.copyOf(bindings));
        }
    }

    /** Forgets everything. */
    public void clear() {
        byUser.clear();
    }
}
