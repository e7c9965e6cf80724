package dev.duet.xmpp.internal.xep0402;

import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.xep0402.BookmarkCodec.Kept;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the user's bookmarks. Outlives the session. */
@OnLoop
public final class BookmarkMemory {

    private final Map<Address.Xmpp, Kept> own = new LinkedHashMap<>();
    private final Map<Address.Xmpp, Bookmark> old = new LinkedHashMap<>();
    /** Rooms that the user left, which the server may not know yet. */
    final Set<Address.Xmpp> left = new LinkedHashSet<>();

    Map<Address.Xmpp, Bookmark> all() {
        Map<Address.Xmpp, Bookmark> all = new LinkedHashMap<>(old);
        own.forEach((room, kept) -> all.put(room, kept.bookmark()));
        left.forEach(room -> all.computeIfPresent(room, (same, bookmark) -> bookmark.withAutojoin(false)));
        return all;
    }

    void keepAll(List<Kept> all) {
        own.clear();
        all.forEach(this::keep);
    }

    void keep(Kept kept) {
        own.put((Address.Xmpp) kept.bookmark().room(), kept);
    }

    void forget(Address.Xmpp room) {
        own.remove(room);
    }

    void keepOld(List<Bookmark> all) {
        old.clear();
        all.forEach(bookmark -> old.put((Address.Xmpp) bookmark.room(), bookmark));
    }

    boolean isOwn(Address.Xmpp room) {
        return own.containsKey(room);
    }

    boolean isOld(Address.Xmpp room) {
        return old.containsKey(room);
    }

    /** With what others keep with it. */
    Kept with(Bookmark bookmark) {
        Kept before = own.get((Address.Xmpp) bookmark.room());
        return new Kept(bookmark, before == null ? List.of() : before.extensions());
    }

    @Nullable
    Bookmark of(Address.Xmpp room) {
        return all().get(room);
    }

    List<Bookmark> list() {
        return new ArrayList<>(all().values());
    }
}
