package dev.duet.sandbox.internal.sip.event;

import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Timers.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What people have published of themselves (RFC 3903 6), by entity-tag. */
final class Publications {

    /** Whose, and about what. */
    record Topic(String user, EventPackage eventPackage) {}

    private record Publication(Topic topic, EventDocument document, Timer expiry) {}

    private static final int MAX = 10_000;

    private final Timers timers;
    private final Consumer<Topic> changed;
    private final Map<String, Publication> byTag = new LinkedHashMap<>();
    private long tagNumber;

    Publications(Timers timers, Consumer<Topic> changed) {
        this.timers = timers;
        this.changed = changed;
    }

    boolean full() {
        return byTag.size() >= MAX;
    }

    boolean has(Topic topic, String tag) {
        Publication publication = byTag.get(tag);
        return publication != null && publication.topic().equals(topic);
    }

    /** Puts a new document under a new tag, in place of that of the old tag if there is one. */
    String publish(Topic topic, Optional<String> oldTag, EventDocument document, Duration expires) {
        oldTag.ifPresent(this::forget);
        String tag = store(topic, document, expires);
        changed.accept(topic);
        return tag;
    }

    /** Keeps the document of a tag for longer, under a new tag. */
    String refresh(Topic topic, String oldTag, Duration expires) {
        EventDocument document = byTag.get(oldTag).document();
        forget(oldTag);
        return store(topic, document, expires);
    }

    void remove(Topic topic, String tag) {
        forget(tag);
        changed.accept(topic);
    }

    private String store(Topic topic, EventDocument document, Duration expires) {
        tagNumber++;
        String tag = "e" + Long.toString(tagNumber, 36) + Integer.toHexString(System.identityHashCode(document));
        Timer expiry = timers.after(expires, () -> {
            byTag.remove(tag);
            changed.accept(topic);
        });
        byTag.put(tag, new Publication(topic, document, expiry));
        return tag;
    }

    private void forget(String tag) {
        Publication old = byTag.remove(tag);
        if (old != null) {
            old.expiry().cancel();
        }
    }

    List<EventDocument> of(Topic topic) {
        return byTag.values().stream()
                .filter(p -> p.topic().equals(topic))
                .map(Publication::document)
                .toList();
    }
}
