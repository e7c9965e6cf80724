package dev.duet.xmpp.internal.xep0402;

import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.model.Failure;
import dev.duet.model.JoinOptions;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xep0402.BookmarkCodec.Kept;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms that the server keeps in mind for all devices of the user: shows them, enters those in which the devices
 * are by themselves, and leaves those that are not so any more.
 */
@OnLoop
public final class Bookmarks implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(Bookmarks.class);

    private final Pep pep;
    private final OldBookmarks old;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final BookmarkMemory memory;
    private final Doors doors;
    private final boolean follows;
    private final BooleanSupplier visible;
    private final Set<Address.Xmpp> entered = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    /** What was told while the lists were fetched, and may be newer than they are. */
    private final List<Runnable> meanwhile = new ArrayList<>();

    private boolean hasPep;
    private boolean hasOld;
    private boolean known;
    private boolean ready;
    private boolean over;

    /** The way into rooms, and out. */
    public interface Doors {

        /** Goes in, unless the user is there. */
        void enter(Address.Xmpp room, JoinOptions options);

        /** Goes out, if the user is there. */
        void leave(Address.Xmpp room);
    }

    private record Waiting(long operation, Runnable task) {}

    /**
     * Bookmarks in a session.
     *
     * @param follows whether rooms are entered and left by themselves
     * @param visible whether the user is seen: nobody can be in a room unseen
     */
    public Bookmarks(
            Iqs iqs,
            Pep pep,
            Address.Xmpp self,
            LinkListener listener,
            BookmarkMemory memory,
            Doors doors,
            boolean follows,
            BooleanSupplier visible) {
        this.pep = pep;
        old = new OldBookmarks(iqs, pep);
        this.self = self;
        this.listener = listener;
        this.memory = memory;
        this.doors = doors;
        this.follows = follows;
        this.visible = visible;
    }

    // --- what the server keeps

    @Override
    public void account(DiscoInfo info) {
        if (over) {
            return;
        }
        hasPep = info.is("pubsub", "pep");
        // a server that shows each list in the other's form has but one
        hasOld = !info.features().contains(BookmarkCodec.NAMESPACE + "#compat")
                && !info.features().contains(BookmarkCodec.NAMESPACE + "#compat-pep");
        if (hasPep) {
            pep.all(BookmarkCodec.NAMESPACE, found -> {
                if (Pep.isLost(found.failure())) {
                    settled();
                } else {
                    fetchOld(read(found.items()));
                }
            });
        } else {
            fetchOld(List.of());
        }
    }

    private static List<Kept> read(List<Xml> items) {
        List<Kept> read = new ArrayList<>();
        for (Xml item : items) {
            Kept kept = BookmarkCodec.read(item);
            if (kept == null) {
                LOG.debug("Ignored a bookmark of no room");
            } else {
                read.add(kept);
            }
        }
        return read;
    }

    private void fetchOld(List<Kept> own) {
        if (!hasOld) {
            fetched(own, List.of());
            return;
        }
        old.fetch(hasPep, found -> {
            if (found == null) {
                settled();
            } else {
                fetched(own, found);
            }
        });
    }

    private void fetched(List<Kept> own, List<Bookmark> before) {
        change(() -> {
            memory.keepAll(own);
            memory.keepOld(before);
            meanwhile.forEach(Runnable::run);
        });
        settled();
        List.copyOf(memory.left).forEach(this::publishLeft);
    }

    private void settled() {
        known = true;
        meanwhile.clear();
        List<Waiting> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(command -> command.task.run());
    }

    @Override
    public void event(Address.Xmpp from, String node, Xml items) {
        if (!from.bare().equals(self.bare())) {
            return;
        }
        if (node.equals(BookmarkCodec.NAMESPACE)) {
            List<Kept> set = read(items.children("item", Pep.EVENT));
            List<Address.Xmpp> gone = items.children("retract", Pep.EVENT).stream()
                    .map(retracted -> BookmarkCodec.room(retracted.attribute("id")))
                    .filter(Objects::nonNull)
                    .toList();
            set.forEach(
                    kept -> memory.left.remove((Address.Xmpp) kept.bookmark().room()));
            told(() -> {
                set.forEach(memory::keep);
                gone.forEach(memory::forget);
            });
        } else if (node.equals(BookmarkCodec.OLD) && hasOld) {
            told(() -> memory.keepOld(old.changed(items)));
        }
    }

    private void told(Runnable news) {
        change(news);
        if (!known) {
            meanwhile.add(news);
        }
    }

    private void change(Runnable task) {
        Map<Address.Xmpp, Bookmark> before = memory.all();
        task.run();
        Map<Address.Xmpp, Bookmark> after = memory.all();
        if (after.equals(before)) {
            enterAll();
            return;
        }
        listener.bookmarks(memory.list());
        after.forEach((room, bookmark) -> {
            if (bookmark.autojoin() && !isJoined(before.get(room))) {
                entered.remove(room); // it is wanted anew
            }
        });
        before.forEach((room, bookmark) -> {
            if (follows && bookmark.autojoin() && !isJoined(after.get(room))) {
                doors.leave(room);
            }
        });
        enterAll();
    }

    private static boolean isJoined(@Nullable Bookmark bookmark) {
        return bookmark != null && bookmark.autojoin();
    }

    // --- the way into rooms

    /** The session is at a point at which it may enter rooms, or the user is visible again. */
    public void enterAll(boolean now) {
        ready |= now;
        enterAll();
    }

    private void enterAll() {
        if (!follows || !ready || !visible.getAsBoolean()) {
            return;
        }
        for (Bookmark bookmark : memory.list()) {
            Address.Xmpp room = (Address.Xmpp) bookmark.room();
            if (bookmark.autojoin() && entered.add(room)) {
                doors.enter(room, options(bookmark));
            }
        }
    }

    private JoinOptions options(Bookmark bookmark) {
        String nickname = bookmark.nickname().isBlank() ? Objects.requireNonNull(self.local()) : bookmark.nickname();
        JoinOptions options = JoinOptions.as(nickname);
        return bookmark.password() == null ? options : options.withPassword(bookmark.password());
    }

    // --- what the user does

    /** Keeps a bookmark. */
    public void set(long operation, Bookmark bookmark) {
        whenKnown(operation, () -> {
            keep(bookmark, failure -> settle(operation, failure));
        });
    }

    private void keep(Bookmark bookmark, Then then) {
        Address.Xmpp room = (Address.Xmpp) bookmark.room();
        if (hasPep) {
            Kept kept = memory.with(bookmark);
            pep.publishPrivate(BookmarkCodec.NAMESPACE, room.jid(), BookmarkCodec.write(kept), failure -> {
                if (failure == null) {
                    change(() -> {
                        memory.left.remove(room);
                        memory.keep(kept);
                    });
                }
                then.accept(failure);
            });
        } else {
            old.set(room, bookmark, outcome -> then(room, outcome, then));
        }
    }

    private void then(Address.Xmpp room, OldBookmarks.Outcome outcome, Then then) {
        change(() -> {
            if (outcome.failure() == null) {
                memory.left.remove(room);
            }
            memory.keepOld(outcome.bookmarks());
        });
        then.accept(outcome.failure());
    }

    /** Forgets a bookmark. */
    public void remove(long operation, Address.Xmpp address) {
        Address.Xmpp room = address.bare();
        whenKnown(operation, () -> {
            Then done = failure -> settle(operation, failure);
            Bookmark bookmark = memory.of(room);
            if (hasPep && isJoined(bookmark)) {
                // not every server tells that something is gone, and the other devices have to leave
                keep(bookmark.withAutojoin(false), failure -> {
                    if (failure == null) {
                        forget(room, done);
                    } else {
                        done.accept(failure);
                    }
                });
            } else {
                forget(room, done);
            }
        });
    }

    private void forget(Address.Xmpp room, Then then) {
        if (!memory.isOwn(room)) {
            removeOld(room, then);
            return;
        }
        pep.retract(BookmarkCodec.NAMESPACE, room.jid(), failure -> {
            if (failure == null || failure.kind() == Failure.Kind.NOT_FOUND) {
                change(() -> memory.forget(room));
                removeOld(room, then);
            } else {
                then.accept(failure);
            }
        });
    }

    private void removeOld(Address.Xmpp room, Then then) {
        if (memory.isOld(room)) {
            old.remove(room, outcome -> then(room, outcome, then));
        } else {
            then.accept(null);
        }
    }

    /** The user leaves a room: no device of the user's is there by itself any more (XEP-0402 5.1). */
    public void left(Address.Xmpp address) {
        Address.Xmpp room = address.bare();
        if (follows && isJoined(memory.of(room))) {
            change(() -> memory.left.add(room));
            if (known) {
                publishLeft(room);
            }
        }
    }

    private void publishLeft(Address.Xmpp room) {
        Bookmark bookmark = memory.of(room);
        if (bookmark == null) {
            memory.left.remove(room);
            return;
        }
        keep(bookmark, failure -> {
            if (failure != null && !Pep.isLost(failure)) { // else the next session tells it
                LOG.debug("That the user left was not told to other devices: {}", failure);
                memory.left.remove(room);
                listener.bookmarks(memory.list());
            }
        });
    }

    /** What a command came to. */
    @FunctionalInterface
    private interface Then {
        void accept(@Nullable Failure failure);
    }

    private void whenKnown(long operation, Runnable task) {
        if (known) {
            task.run();
        } else {
            waiting.add(new Waiting(operation, task));
        }
    }

    private void settle(long operation, @Nullable Failure failure) {
        if (failure == null) {
            listener.completed(operation);
        } else {
            listener.failed(operation, failure);
        }
    }

    @Override
    public void end() {
        over = true;
        waiting.forEach(command -> listener.failed(command.operation, Iqs.notConnected()));
        waiting.clear();
    }
}
