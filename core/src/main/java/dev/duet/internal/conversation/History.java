package dev.duet.internal.conversation;

import dev.duet.api.Contact;
import dev.duet.internal.conversation.Changes.Author;
import dev.duet.internal.conversation.Changes.Made;
import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessagePosition;
import dev.duet.spi.MessageStore;
import dev.duet.spi.MessageStore.Query;
import dev.duet.spi.MessageStore.Summary;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a conversation, and how much of it was read: the newest in memory, the rest in the archive, from
 * which the newest are fetched before anything else happens. Changed on the loop alone; read from any thread.
 */
final class History {

    private static final int FETCHED = 100;
    private static final int SAME_TIME = 100;

    private final Contact contact;
    private final MessageArchive archive;
    private final Timeline timeline = new Timeline();
    private final Inbox inbox = new Inbox();
    private final Map<Timeline.Key, Boolean> quiet = Newest.map(Timeline.MOST);
    private boolean fetched; // this and the next: on the loop
    private @Nullable History absorbedBy;
    private volatile int unread;
    private volatile @Nullable MessagePosition readTo;

    History(Contact contact, MessageArchive archive) {
        this.contact = contact;
        this.archive = archive;
    }

    List<Message> all() {
        return timeline.all();
    }

    Optional<Message> last() {
        return timeline.last();
    }

    int unread() {
        return unread;
    }

    Optional<MessagePosition> readPosition() {
        return Optional.ofNullable(readTo);
    }

    Optional<Message> outgoing(String id) {
        return timeline.outgoing(id);
    }

    Optional<Message> referred(String id) {
        return timeline.referred(id);
    }

    Message now(Message message) {
        return timeline.now(message).orElse(message);
    }

    List<Message> upTo(Message last) {
        return timeline.upTo(last);
    }

    /** Keeps a change of a message that is nowhere yet. */
    void early(MessageContent content, Author author) {
        timeline.early(content, author);
    }

    private Set<Address> peers() {
        return contact.addresses().stream().map(Address::bare).collect(Collectors.toSet());
    }

    // --- what the archive has

    /** True for an account that keeps more than what is in memory. */
    boolean isKept() {
        return archive.exists();
    }

    /** True when something before that position is in memory. */
    boolean inMemoryBefore(MessagePosition position) {
        return timeline.first().filter(first -> first.compareTo(position) < 0).isPresent();
    }

    /** What there is, without fetching it yet. */
    @OnLoop
    void expect(Summary summary) {
        if (!fetched) {
            timeline.addAll(List.of(summary.last()));
            unread += summary.unread();
            read(summary.readTo());
        }
    }

    /** Does something when everything before it is done, and the newest messages are fetched. */
    @OnLoop
    void then(Runnable task) {
        if (!fetched) {
            fetch();
        }
        inbox.run(task);
    }

    /** The addresses of the contact are other ones: there may be more. */
    @OnLoop
    void fetchAgain() {
        fetched = false;
        then(() -> {});
    }

    @OnLoop
    private void fetch() {
        fetched = true;
        if (!archive.exists()) {
            return;
        }
        Set<Address> peers = peers();
        inbox.hold();
        archive.ask(store -> Fetched.of(store, peers), found -> {
            if (found != null) {
                timeline.addAll(found.newest);
                unread = found.summary.map(Summary::unread).orElse(0);
                read(found.summary.map(Summary::readTo).orElse(null));
            }
            inbox.release();
        });
    }

    private record Fetched(List<Message> newest, Optional<Summary> summary) {
        static Fetched of(MessageStore store, Set<Address> peers) throws IOException {
            return new Fetched(store.read(new Query(peers, "", null, FETCHED)), store.conversation(peers));
        }
    }

    /** Finds the message that is meant by an id; what comes after waits for it. */
    @OnLoop
    void find(String id, Consumer<Optional<Message>> then) {
        Optional<Message> here = timeline.referred(id);
        if (here.isPresent() || !archive.exists()) {
            then.accept(here);
            return;
        }
        inbox.hold();
        archive.referred(id, found -> {
            Set<Address> peers = peers();
            then.accept(found.stream()
                    .filter(message -> peers.contains(message.peer()))
                    .max(Comparator.comparing(Message::position)));
            inbox.release();
        });
    }

    /** A part of the messages, in order; null when the archive fails. */
    @OnLoop
    void page(String text, @Nullable MessagePosition before, int most, Consumer<@Nullable List<Message>> then) {
        Query query = new Query(peers(), text, before, most);
        if (!archive.exists()) {
            then.accept(page(query, List.of()));
            return;
        }
        archive.ask(store -> store.read(query), found -> then.accept(found == null ? null : page(query, found)));
    }

    private List<Message> page(Query query, List<Message> archived) {
        Map<MessagePosition, Message> all = new TreeMap<>();
        archived.forEach(message -> all.put(message.position(), message));
        timeline.all().forEach(message -> {
            if (query.fits(message)) {
                all.put(message.position(), message);
            } else {
                all.remove(message.position());
            }
        });
        List<Message> page = new ArrayList<>(all.values());
        return List.copyOf(page.subList(Math.max(0, page.size() - query.most()), page.size()));
    }

    /** All that is kept under some ids; what comes after waits for it. */
    @OnLoop
    void kept(Set<String> ids, Consumer<List<Message>> then) {
        if (!archive.exists() || ids.isEmpty()) {
            then.accept(List.of());
            return;
        }
        inbox.hold();
        archive.ask(
                store -> {
                    List<Message> found = new ArrayList<>();
                    for (String id : ids) {
                        found.addAll(store.referred(id));
                    }
                    return found;
                },
                found -> {
                    Set<Address> peers = peers();
                    then.accept(
                            found == null
                                    ? List.of()
                                    : found.stream()
                                            .filter(message -> peers.contains(message.peer()))
                                            .toList());
                    inbox.release();
                });
    }

    /** The message at a position. */
    @OnLoop
    void at(MessagePosition position, Consumer<Optional<Message>> then) {
        Optional<Message> here = timeline.at(position);
        if (here.isPresent() || !archive.exists()) {
            then.accept(here);
            return;
        }
        MessagePosition after = new MessagePosition(Stamps.next(position.at()), "");
        Query query = new Query(peers(), "", after, SAME_TIME);
        archive.ask(
                store -> store.read(query),
                found -> then.accept((found == null ? List.<Message>of() : found)
                        .stream()
                                .filter(message -> message.position().equals(position))
                                .findFirst()));
    }

    // --- what happens

    /** The copy of a message that is known: in memory, or among some of the kept ones. */
    @OnLoop
    Optional<Message> copy(Message message, List<Message> kept) {
        return timeline.copy(message).or(() -> kept.stream()
                .filter(known -> Copies.same(known, message))
                .findFirst());
    }

    /**
     * Adds a message that is no news: it was there before the session.
     *
     * @param copy of it, which is known; null for none
     */
    @OnLoop
    Message addOld(Message message, @Nullable Message copy) {
        boolean inMemory = copy == null || timeline.has(message);
        Message now = inMemory ? timeline.add(message).after() : Copies.merged(copy, message);
        if (!now.equals(copy)) {
            archive.save(now);
        }
        if (copy == null && now.incoming()) {
            quiet.put(Timeline.Key.of(now), true);
        }
        return now;
    }

    /** Adds a message, and tells of it when it is a new one. */
    @OnLoop
    void add(Message message, Consumer<Message> isNew) {
        if (!message.delayed() || !archive.exists() || timeline.has(message)) {
            addNow(message, isNew);
            return;
        }
        inbox.hold(); // an old one may be in the archive alone
        archive.ask(store -> copies(store, message), found -> {
            Optional<Message> known = found == null
                    ? Optional.empty()
                    : found.stream().filter(copy -> Copies.same(copy, message)).findFirst();
            known.ifPresentOrElse(copy -> archive.save(Copies.merged(copy, message)), () -> addNow(message, isNew));
            inbox.release();
        });
    }

    private static List<Message> copies(MessageStore store, Message message) throws IOException {
        List<Message> found = new ArrayList<>(store.referred(message.id()));
        String archiveId = message.details().archiveId();
        if (!archiveId.isEmpty()) {
            found.addAll(store.referred(archiveId));
        }
        return found;
    }

    private void addNow(Message message, Consumer<Message> isNew) {
        if (absorbedBy != null) {
            absorbedBy.addNow(message, isNew);
            return;
        }
        Timeline.Added added = timeline.add(message);
        archive.save(added.after());
        if (added.before() != null && (message.delayed() || quiet.remove(Timeline.Key.of(added.after())) == null)) {
            return; // a copy, by another way or out of the archive
        }
        if (added.before() != null) { // the archive told it before it came
            Message news = added.after().withDelivery(message.delivery());
            update(added.after(), news);
            unread++;
            isNew.accept(news);
            return;
        }
        if (added.after().incoming()) {
            unread++;
        }
        isNew.accept(added.after());
    }

    /** Puts a newer state of a message in its place. */
    @OnLoop
    void update(Message before, Message after) {
        timeline.update(before, after);
        archive.save(after);
    }

    /** Changes a message. */
    @OnLoop
    Optional<Made> change(Message message, MessageContent content, Author author) {
        Optional<Made> made = timeline.change(message, content, author);
        made.ifPresent(change -> archive.save(change.after()));
        return made;
    }

    /** Reads everything; returns what was not read, in order. */
    @OnLoop
    List<Message> readAll() {
        return last().map(last -> read(timeline.all(), last)).orElse(List.of());
    }

    /** Reads up to that message; returns how many were not read before. */
    @OnLoop
    int readTo(Message last) {
        int before = unread;
        read(timeline.upTo(last), last);
        return before - unread;
    }

    private List<Message> read(List<Message> messages, Message last) {
        List<Message> fresh = messages.stream()
                .filter(message -> message.incoming() && message.delivery().stage() != Delivery.Stage.READ)
                .toList();
        fresh.forEach(message -> {
            update(message, message.withDelivery(Delivery.READ));
            read(message.position());
        });
        unread = Math.max(0, unread - fresh.size());
        if (unread > 0 && archive.exists()) {
            readInArchive(last.position());
        }
        return fresh;
    }

    /** What is unread may be older than what is in memory. */
    private void readInArchive(MessagePosition last) {
        Set<Address> peers = peers();
        inbox.hold();
        archive.ask(
                store -> {
                    store.markRead(peers, last);
                    return store.conversation(peers);
                },
                found -> {
                    if (found != null) {
                        unread = found.map(Summary::unread).orElse(0);
                    }
                    inbox.release();
                });
    }

    private void read(@Nullable MessagePosition position) {
        MessagePosition before = readTo;
        if (position != null && (before == null || before.compareTo(position) < 0)) {
            readTo = position;
        }
    }

    /** Takes in everything of another conversation, which turned out to be with the same contact. */
    @OnLoop
    void absorb(History other) {
        other.absorbedBy = this;
        timeline.merge(other.timeline);
        unread += other.unread;
        read(other.readTo);
    }

    /** Tells true when all that happened before is kept for good; and false before that, when the store fails. */
    @OnLoop
    void whenSafe(Consumer<Boolean> kept) {
        archive.whenSafe(kept);
    }

    /** Runs something when all that happened before is kept. */
    @OnLoop
    void whenKept(Runnable task) {
        archive.whenKept(task);
    }
}
