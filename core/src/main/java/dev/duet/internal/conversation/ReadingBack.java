package dev.duet.internal.conversation;

import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.MessagePosition;
import dev.duet.model.Protocol;
import dev.duet.spi.ArchiveAnswer;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a conversation back: what is here, and what archives at servers have beside it (XEP-0313), as one. Of each
 * address it is known of which {@link Stretch} all is here; what a page needs beyond that is fetched first.
 */
@OnLoop
final class ReadingBack {

    /** An archive that gives nothing of use that often is not asked any more for one page. */
    private static final int MOST_ROUNDS = 100;

    private static final int LEAST_FETCHED = 20;
    private static final int MOST_FETCHED = 100;

    private final ConversationControl talk;
    private final ConversationHost host;
    private final OldMessages old;
    private final Map<Address, Stretch> stretches = new HashMap<>();
    private final Queue<Question> waiting = new ArrayDeque<>();
    private @Nullable Question current;

    ReadingBack(ConversationControl talk, ConversationHost host) {
        this.talk = talk;
        this.host = host;
        this.old = new OldMessages(talk, host);
    }

    /** A page that somebody waits for. */
    private static final class Question {
        final @Nullable MessagePosition before;
        final int most;
        final Promise<List<Message>> promise;
        final Map<Timeline.Key, Message> found = new LinkedHashMap<>();
        int rounds;

        Question(@Nullable MessagePosition before, int most, Promise<List<Message>> promise) {
            this.before = before;
            this.most = most;
            this.promise = promise;
        }
    }

    /** There may be more than was found, from now on. */
    void forget() {
        stretches.clear();
    }

    /** Tells the newest messages before a position, or of all. */
    void page(@Nullable MessagePosition before, int most, Promise<List<Message>> promise) {
        waiting.add(new Question(before, most, promise));
        if (current == null) {
            next();
        }
    }

    private void next() {
        current = waiting.poll();
        if (current != null) {
            look(current);
        }
    }

    private void done(Question question, List<Message> page) {
        question.promise.complete(page);
        next();
    }

    private void failed(Question question, Failure failure) {
        question.promise.fail(failure);
        next();
    }

    private void look(Question question) {
        ConversationControl now = talk.self();
        if (now != talk) { // it became part of another
            now.readingBack().page(question.before, question.most, question.promise);
            next();
            return;
        }
        talk.said().page("", question.before, question.most, here -> {
            if (here == null) {
                failed(question, ConversationControl.storeFails());
                return;
            }
            List<Message> page = page(question, here);
            Optional<Stretch> lacking = question.rounds == MOST_ROUNDS ? Optional.empty() : lacking(question, page);
            lacking.ifPresentOrElse(stretch -> fetch(question, stretch, page), () -> done(question, page));
        });
    }

    /** What was found may be older than all that is kept in memory. */
    private static List<Message> page(Question question, List<Message> here) {
        Map<Timeline.Key, Message> all = new LinkedHashMap<>(question.found);
        here.forEach(message -> all.put(Timeline.Key.of(message), message));
        List<Message> sorted = all.values().stream()
                .filter(message -> question.before == null || message.position().compareTo(question.before) < 0)
                .sorted(Comparator.comparing(Message::position))
                .toList();
        return List.copyOf(sorted.subList(Math.max(0, sorted.size() - question.most), sorted.size()));
    }

    private Optional<Stretch> lacking(Question question, List<Message> page) {
        if (host.link(Protocol.XMPP).flatMap(Link::archive).isEmpty()) {
            return Optional.empty();
        }
        MessagePosition oldest =
                page.size() < question.most ? null : page.get(0).position();
        return talk.contact().addresses().stream()
                .filter(Address.Xmpp.class::isInstance)
                .map(Address::bare)
                .distinct()
                .map(address -> stretch(address, question.before))
                .filter(stretch -> !stretch.reaches(oldest))
                .findFirst();
    }

    private Stretch stretch(Address address, @Nullable MessagePosition before) {
        Stretch known = stretches.get(address);
        boolean isIn = known != null && known.holds(before);
        if (isIn && before != null && !talk.said().isKept() && !known.endsAt(before)) {
            isIn = talk.said().inMemoryBefore(before); // what is not kept is gone from memory some time
        }
        if (!isIn) {
            known = new Stretch(address, before);
            stretches.put(address, known);
        }
        return known;
    }

    private void fetch(Question question, Stretch stretch, List<Message> page) {
        question.rounds++;
        stretch.begin(talk.said(), () -> ask(question, stretch, page));
    }

    private void ask(Question question, Stretch stretch, List<Message> page) {
        Optional<ArchiveLink> archive = host.link(Protocol.XMPP).flatMap(Link::archive);
        if (archive.isEmpty()) {
            done(question, page);
            return;
        }
        int most = Math.max(LEAST_FETCHED, Math.min(MOST_FETCHED, question.most));
        ArchiveLink.Query query = stretch.query(host.isRoom(stretch.address()), most);
        long operation = host.operations()
                .ask(
                        ArchiveAnswer.Page.class,
                        answer -> talk.thenOnLoop(
                                same -> old.take(answer, stretch, found -> taken(question, stretch, found))),
                        failure -> unanswered(question, stretch, page, failure));
        archive.get().fetch(operation, query);
    }

    private void taken(Question question, Stretch stretch, List<Message> found) {
        found.forEach(message -> question.found.put(Timeline.Key.of(message), message));
        if (stretches.get(stretch.address()) != stretch) {
            stretches.remove(stretch.address()); // what was known of it is so no more
        }
        look(question);
    }

    private void unanswered(Question question, Stretch stretch, List<Message> page, Failure failure) {
        boolean isOffline = host.phases().get(Protocol.XMPP) != LinkPhase.ONLINE;
        if (failure.kind() == Failure.Kind.UNSUPPORTED && !isOffline) {
            stretch.ends();
            look(question);
        } else if (stretch.forgetsId(failure)) {
            look(question);
        } else if (question.before != null && page.isEmpty()) {
            failed(question, failure);
        } else {
            done(question, page);
        }
    }

    /** Takes over what waits for another conversation, which became part of this one. */
    void absorb(ReadingBack other) {
        forget();
        List<Question> others = new ArrayList<>(other.waiting);
        other.waiting.clear();
        others.forEach(question -> page(question.before, question.most, question.promise));
    }
}
