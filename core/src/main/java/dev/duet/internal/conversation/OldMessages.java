package dev.duet.internal.conversation;

import dev.duet.api.event.MessageDelivery;
import dev.duet.internal.conversation.Changes.Author;
import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Correction;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.Protocol;
import dev.duet.spi.ArchiveAnswer;
import dev.duet.spi.ArchiveAnswer.Entry;
import dev.duet.spi.ArchiveAnswer.Entry.Said;
import dev.duet.spi.ArchiveAnswer.Entry.Told;
import dev.duet.spi.LinkListener.IncomingMessage;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes what an archive told part of the history: each message once, in the archive's order, as it is after all that
 * was said about it, in this page or in a newer one, and as far as it came. None of it is news.
 */
@OnLoop
final class OldMessages {

    /** A server's clock and this one's may be that far apart, and what is here may have been under way. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final ConversationControl talk;
    private final ConversationHost host;
    private final Map<String, Told> told = Newest.map(Timeline.MOST);

    OldMessages(ConversationControl talk, ConversationHost host) {
        this.talk = talk;
        this.host = host;
    }

    /** What is being made of a page. */
    private static final class Work {
        final List<Message> kept;
        final Map<Timeline.Key, Message> now = new LinkedHashMap<>();
        final Set<Timeline.Key> fresh = new HashSet<>();

        Work(List<Message> kept) {
            this.kept = kept;
        }
    }

    /** An entry, and when it was said, as far as the order of all allows. */
    record Timed(IncomingMessage message, Instant at, Delivery delivery) {}

    /** Takes a page, then gives all messages that are in it. */
    void take(ArchiveAnswer.Page page, Stretch stretch, Consumer<List<Message>> then) {
        List<Entry> wanted =
                page.entries().stream().filter(entry -> !isUnwanted(entry)).toList();
        talk.said().kept(ids(wanted), kept -> {
            Work work = new Work(kept);
            before(wanted, stretch, work, floor -> {
                List<Timed> timed = timed(wanted, floor, stretch, work);
                timed.forEach(entry -> add(entry, stretch, work));
                stretch.grow(page, oldest(timed, stretch));
                stretch.takeUnmet().forEach((target, entry) -> byItself(target, entry, work));
                then.accept(List.copyOf(work.now.values()));
            });
        });
    }

    /** Finds when the message before these was said, if it is kept and of the same second. */
    private void before(List<Entry> entries, Stretch stretch, Work work, Consumer<@Nullable Instant> then) {
        Instant first = entries.stream()
                .filter(OldMessages::isText)
                .findFirst()
                .filter(entry -> copy(entry, work).isEmpty())
                .map(entry -> ((Said) entry).message().at())
                .filter(at -> at.equals(at.truncatedTo(ChronoUnit.SECONDS)))
                .orElse(null);
        if (first == null) {
            then.accept(null);
            return;
        }
        Set<Timeline.Key> here = new HashSet<>();
        entries.forEach(entry -> copy(entry, work).map(Timeline.Key::of).ifPresent(here::add));
        talk.said().page("", stretch.edge(), entries.size() + 1, kept -> {
            List<Message> around = kept == null ? List.of() : kept;
            then.accept(around.stream()
                    .filter(message -> stretch.isOfArchive(message) && !here.contains(Timeline.Key.of(message)))
                    .map(Message::at)
                    .filter(at -> at.truncatedTo(ChronoUnit.SECONDS).equals(first))
                    .max(Comparator.naturalOrder())
                    .orElse(null));
        });
    }

    private static boolean isText(Entry entry) {
        return entry instanceof Said said && said.message().content() instanceof Text;
    }

    private Optional<Message> copy(Entry entry, Work work) {
        if (entry instanceof Said said && said.message().content() instanceof Text text) {
            return talk.said()
                    .copy(message(said.message(), text, raw(said.message().at(), null)), work.kept);
        }
        return Optional.empty();
    }

    private boolean isUnwanted(Entry entry) {
        return entry instanceof Said said
                && !said.message().own()
                && host.blocks(said.message().from());
    }

    private static Set<String> ids(List<Entry> entries) {
        Set<String> ids = new HashSet<>();
        for (Entry entry : entries) {
            if (entry instanceof Said said) {
                ids.add(said.message().id());
                ids.add(said.message().archiveId());
                ids.add(Changes.target(said.message().content()));
            }
        }
        ids.remove("");
        return ids;
    }

    /**
     * What comes behind a message that is here already was said after it, also where an archive has but seconds.
     *
     * @param before when the message before all was said, if in the second of the first; what lies between may not have
     *     been read yet, and needs room
     */
    private List<@Nullable Instant> lifted(
            List<Entry> entries, List<Optional<Message>> copies, @Nullable Instant before) {
        List<@Nullable Instant> lifted = new ArrayList<>();
        Instant second = before == null ? null : before.truncatedTo(ChronoUnit.SECONDS);
        Instant floor = null;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Optional<Message> copy = copies.get(i);
            Instant at = entry instanceof Said said ? said.message().at() : null;
            if (copy.isPresent()) {
                at = copy.get().at();
                floor = floor == null || floor.isBefore(at) ? at : floor;
                second = null;
            } else if (at != null && isText(entry)) {
                at = at.truncatedTo(ChronoUnit.MICROS);
                if (at.equals(second)) {
                    at = at.plusSeconds(1).minus(1, ChronoUnit.MICROS);
                } else if (floor != null) {
                    boolean isBehind =
                            !at.isAfter(floor) && at.plus(CLOCKS_DIFFER).isAfter(floor);
                    at = isBehind ? floor.plus(1, ChronoUnit.MICROS) : at;
                    floor = at;
                }
            }
            lifted.add(at);
        }
        return lifted;
    }

    /**
     * Gives each its time and its delivery, from the newest back: what was said before something has an earlier time,
     * also where an archive has no more than seconds, and what came after it tells how far it came.
     */
    private List<Timed> timed(List<Entry> entries, @Nullable Instant floor, Stretch stretch, Work work) {
        List<Timed> timed = new ArrayList<>();
        List<Optional<Message>> copies =
                entries.stream().map(entry -> copy(entry, work)).toList();
        List<@Nullable Instant> lifted = lifted(entries, copies, floor);
        Instant bound = stretch.end();
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i) instanceof Told word) {
                told.merge(word.messageId(), word, OldMessages::further);
            } else if (entries.get(i) instanceof Said said) {
                Instant raw = raw(lifted.get(i), bound);
                if (said.message().content() instanceof Text text) {
                    Message message = message(said.message(), text, raw);
                    Optional<Message> copy = copies.get(i);
                    Instant at = copy.map(Message::at).orElse(raw);
                    if (bound != null && copy.isEmpty() && !at.isBefore(bound)) {
                        at = bound.minus(1, ChronoUnit.MICROS);
                    }
                    bound = bound == null || at.isBefore(bound) ? at : bound;
                    timed.add(0, new Timed(said.message(), at, delivery(message, stretch)));
                } else {
                    timed.add(0, new Timed(said.message(), raw, Delivery.SENT));
                }
            }
        }
        return timed;
    }

    private static Told further(Told one, Told other) {
        return one.delivery().stage().compareTo(other.delivery().stage()) < 0 ? other : one;
    }

    private Instant raw(@Nullable Instant told, @Nullable Instant bound) {
        Instant at = told;
        if (at == null) {
            at = bound == null ? host.loop().now() : bound;
        }
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    private static Message message(IncomingMessage message, Text text, Instant at) {
        Author author = Incoming.author(message, at);
        return Incoming.message(message, message.id(), text, author, Protocol.XMPP);
    }

    /** What was read and comes out of an archive was read long ago; what of ours was read, all before it was, too. */
    private Delivery delivery(Message message, Stretch stretch) {
        if (message.incoming()) {
            return Delivery.READ;
        }
        Told word = told.get(message.id());
        Address by = word == null ? null : word.by().bare();
        if (message.peer().equals(by)) {
            told.remove(message.id());
            if (word.delivery().stage() == Delivery.Stage.READ) {
                stretch.isRead();
            }
            return stretch.read() ? Delivery.READ : Delivery.SENT.then(word.delivery());
        }
        return stretch.read() ? Delivery.READ : Delivery.SENT;
    }

    private static @Nullable Instant oldest(List<Timed> timed, Stretch stretch) {
        Instant end = stretch.end();
        Optional<Instant> oldest = timed.stream().map(Timed::at).min(Comparator.naturalOrder());
        return oldest.map(at -> end == null || at.isBefore(end) ? at : end).orElse(null);
    }

    private void add(Timed entry, Stretch stretch, Work work) {
        IncomingMessage message = entry.message;
        Author author = Incoming.author(message, entry.at);
        if (message.content() instanceof Text text) {
            if (!text.body().isEmpty()) {
                put(message(message, text, entry.at).withDelivery(entry.delivery), work);
            }
            return;
        }
        Optional<Message> target = target(Changes.target(message.content()), work);
        if (target.isPresent()) {
            Timeline.Key key = Timeline.Key.of(target.get());
            if (work.fresh.contains(key)) {
                talk.said()
                        .change(target.get(), message.content(), author)
                        .ifPresent(made -> work.now.put(key, made.after()));
            } else {
                talk.apply(target.get(), message.content(), author).ifPresent(made -> work.now.put(key, made.after()));
            }
        } else {
            talk.said().early(message.content(), author);
            if (message.content() instanceof Correction correction) {
                stretch.unmet(correction.target(), entry);
            }
        }
    }

    /** What a correction is about is nowhere: it is a message by itself (XEP-0308 4). */
    private void byItself(String target, Timed entry, Work work) {
        IncomingMessage message = entry.message;
        if (target(target, work).isEmpty() && message.content() instanceof Correction correction) {
            Author author = Incoming.author(message, entry.at);
            Delivery delivery = message.own() ? entry.delivery : Delivery.READ;
            put(Incoming.byItself(message, correction, author, Protocol.XMPP).withDelivery(delivery), work);
        }
    }

    private void put(Message message, Work work) {
        Optional<Message> copy = talk.said().copy(message, work.kept);
        Message then = copy.filter(Message::incoming)
                .map(known -> message.withDelivery(known.delivery()))
                .orElse(message);
        Message now = talk.said().addOld(then, copy.orElse(null));
        work.now.put(Timeline.Key.of(now), now);
        if (copy.isEmpty()) {
            work.fresh.add(Timeline.Key.of(now));
        } else if (!copy.get().delivery().equals(now.delivery())) {
            talk.emit(new MessageDelivery(talk, now));
        }
    }

    private Optional<Message> target(String id, Work work) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return newest(new ArrayList<>(work.now.values()), id)
                .or(() -> talk.said().referred(id))
                .or(() -> newest(work.kept, id));
    }

    private static Optional<Message> newest(List<Message> messages, String id) {
        return messages.stream()
                .filter(message -> message.id().equals(id)
                        || message.details().originId().equals(id)
                        || message.details().archiveId().equals(id))
                .max(Comparator.comparing(Message::position));
    }
}
