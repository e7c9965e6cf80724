package dev.duet.xmpp.internal.xep0402;

import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.model.Failure;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lists of before: one in private XML (XEP-0049), and one in a node of the account's (XEP-0048 3). */
@OnLoop
final class OldBookmarks {

    private static final String PRIVATE = "jabber:iq:private";
    private static final String ITEM = "current";

    private final Iqs iqs;
    private final Pep pep;
    private @Nullable Xml stored;
    private @Nullable Xml published;

    OldBookmarks(Iqs iqs, Pep pep) {
        this.iqs = iqs;
        this.pep = pep;
    }

    /**
     * Fetches both.
     *
     * @param hasPep whether there are nodes
     * @param then gets what is in them; null when nothing could be learnt
     */
    void fetch(boolean hasPep, Consumer<@Nullable List<Bookmark>> then) {
        fetchStored(stopped -> {
            if (stopped) {
                then.accept(null);
            } else if (hasPep) {
                pep.all(BookmarkCodec.OLD, found -> {
                    published = found.content("storage", BookmarkCodec.OLD);
                    then.accept(Pep.isLost(found.failure()) ? null : all());
                });
            } else {
                then.accept(all());
            }
        });
    }

    private void fetchStored(Consumer<Boolean> then) {
        Xml query = Xml.element("query", PRIVATE)
                .add(Xml.empty("storage", BookmarkCodec.OLD))
                .build();
        iqs.get(null, query, answer -> {
            Xml found = answer.payload("query", PRIVATE);
            stored = found == null ? null : found.child("storage", BookmarkCodec.OLD);
            then.accept(Pep.isLost(answer.failure()));
        });
    }

    /** The node has another list. */
    List<Bookmark> changed(Xml items) {
        List<Xml> item = items.children("item", Pep.EVENT);
        published = item.isEmpty() ? null : item.get(0).child("storage", BookmarkCodec.OLD);
        return all();
    }

    private List<Bookmark> all() {
        List<Bookmark> all = new ArrayList<>(BookmarkCodec.readOld(stored));
        all.addAll(BookmarkCodec.readOld(published));
        return all;
    }

    /** Keeps a bookmark in private XML. */
    void set(Address.Xmpp room, Bookmark bookmark, Consumer<Outcome> then) {
        fetchStored(stopped -> store(BookmarkCodec.writeOld(stored, room, bookmark), then));
    }

    private void store(Xml storage, Consumer<Outcome> then) {
        iqs.set(null, Xml.element("query", PRIVATE).add(storage).build(), answer -> {
            if (answer.failure() == null) {
                stored = storage;
            }
            then.accept(new Outcome(all(), answer.failure()));
        });
    }

    /** Takes a room out of both lists. */
    void remove(Address.Xmpp room, Consumer<Outcome> then) {
        if (isIn(stored, room)) {
            store(BookmarkCodec.writeOld(stored, room, null), outcome -> {
                if (outcome.failure == null) {
                    removePublished(room, then);
                } else {
                    then.accept(outcome);
                }
            });
        } else {
            removePublished(room, then);
        }
    }

    private void removePublished(Address.Xmpp room, Consumer<Outcome> then) {
        if (!isIn(published, room)) {
            then.accept(new Outcome(all(), null));
            return;
        }
        Xml storage = BookmarkCodec.writeOld(published, room, null);
        pep.publish(BookmarkCodec.OLD, ITEM, storage, Map.of(), failure -> {
            if (failure == null) {
                published = storage;
            }
            then.accept(new Outcome(all(), failure));
        });
    }

    private static boolean isIn(@Nullable Xml storage, Address.Xmpp room) {
        return BookmarkCodec.readOld(storage).stream()
                .anyMatch(bookmark -> bookmark.room().equals(room));
    }

    /**
     * What came of a change.
     *
     * @param bookmarks what the lists have now
     * @param failure null when it is done
     */
    record Outcome(List<Bookmark> bookmarks, @Nullable Failure failure) {}
}
