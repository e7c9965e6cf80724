package dev.duet.sandbox.internal.xmpp.xep0363;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Places for files, and what was put there; in memory. Thread-safe. */
public final class FileStore {

    private final Map<String, Place> places = new LinkedHashMap<>(); // guarded by this

    /**
     * A place.
     *
     * @param secret what has to be sent along to put something there
     * @param content null while there is nothing
     */
    public record Place(
            String id,
            String secret,
            String user,
            String name,
            long size,
            String mediaType,
            byte @Nullable [] content) {}

    /** A new place for such a file. */
    synchronized Place place(String user, String name, long size, String mediaType) {
        String id = UUID.randomUUID().toString();
        Place place = new Place(id, UUID.randomUUID().toString(), user, name, size, mediaType, null);
        places.put(id, place);
        return place;
    }

    synchronized @Nullable Place find(String id) {
        return places.get(id);
    }

    /** False when there is something already. */
    synchronized boolean put(Place place, byte[] content) {
        Place now = places.get(place.id());
        if (now == null || now.content() != null) {
            return false;
        }
        places.put(
                place.id(),
                new Place(
                        place.id(),
                        place.secret(),
                        place.user(),
                        place.name(),
                        place.size(),
                        place.mediaType(),
                        content));
        return true;
    }

    /** Those with something in them, in the order in which they were asked for. */
    public synchronized List<Place> all() {
        return new ArrayList<>(places.values())
                .stream().filter(place -> place.content() != null).toList();
    }

    /** How many were asked for. */
    public synchronized int asked() {
        return places.size();
    }

    /** Forgets all. */
    public synchronized void forget() {
        places.clear();
    }
}
