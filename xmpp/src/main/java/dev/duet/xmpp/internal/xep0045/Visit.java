package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Occupant;
import dev.duet.model.RoomExit;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomState.Phase;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomFact;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Pinger;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0313.Archive;
import dev.duet.xmpp.internal.xep0313.ArchiveReader;
import dev.duet.xmpp.internal.xep0313.CatchUp;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One room in one session: the way in, what happens there, the way back in, the way out. */
@OnLoop
final class Visit {

    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final int MOST_DOUBLINGS = 7;
    private static final int MOST_CONFLICTS = 8;
    /** As many as rooms without an archive may keep, to find what was missed. */
    private static final int ALL_HISTORY = 1_000;

    /** What was said, by whoever had the nickname then. */
    private record Heard(Xml message, @Nullable String holder) {}

    private final RoomContext context;
    private final RoomRules rules;
    private final Seat seat;
    private final Runnable over;
    private final RoomMachine machine = new RoomMachine();
    private final Operations operations;
    private final Talk talk;
    private final CatchUp catchUp;
    private final Unheard unheard = new Unheard();
    private final List<Xml> waiting = new ArrayList<>();
    private final List<Heard> later = new ArrayList<>();
    private final List<Runnable> readers = new ArrayList<>();
    private final Map<String, String> subjects = new HashMap<>();
    private Loop.Timer timer = () -> {};
    private long heard;
    private int tries;
    private boolean asked;
    private boolean historyComes;
    private boolean configuring;
    private boolean catchingUp;
    private boolean pinging;
    private boolean ended;
    private boolean leaving;
    private Runnable afterwards = () -> {};
    private String picture = "";

    /**
     * Outside yet.
     *
     * @param over runs when the user is out for good
     */
    Visit(RoomContext context, RoomRules rules, Seat seat, Runnable over) {
        this.context = context;
        this.rules = rules;
        this.seat = seat;
        this.over = over;
        operations = new Operations(context);
        talk = new Talk(context, seat, machine);
        catchUp = new CatchUp(context.loop(), context.iqs(), seat.room, seat.room, seat.place, this::archived);
    }

    private void tell(List<RoomFact> facts) {
        facts.forEach(fact -> context.listener().room(seat.room, fact));
    }

    // --- the way in

    void join(long operation) {
        if (machine.state().phase() == Phase.JOINED && !historyComes) {
            context.listener().completed(operation);
            return;
        }
        if (machine.state().phase() == Phase.HIDDEN) {
            context.listener().failed(operation, hidden());
            return;
        }
        operations.begin(Operations.JOIN, operation);
        if (machine.state().phase() == Phase.OUT) {
            enter();
        }
    }

    static Failure hidden() {
        return Failure.of(
                Failure.Kind.REFUSED,
                Failure.Origin.LOCAL,
                Failure.Retry.LATER,
                "Nobody can be in a room unseen, and the user hides");
    }

    /** The user hides from all: goes, to come in again when that is over. */
    void hide() {
        if (machine.state().phase() == Phase.HIDDEN) {
            return;
        }
        if (machine.state().phase() != Phase.OUT && asked) {
            context.out().send(RoomCodec.leave(seat.room.withResource(machine.nickname())));
        }
        timer.cancel();
        operations.failed(Operations.JOIN, hidden());
        if (seat.entered || seat.kept) {
            String nickname = seat.options().nickname();
            tell(machine.hide(nickname));
            stopWaiting();
        } else {
            out(RoomExit.refused(hidden()));
        }
    }

    /** The user is visible again: comes in, if it was hidden, else shows what is new. */
    void show() {
        if (machine.state().phase() == Phase.HIDDEN) {
            enter();
        } else if (machine.state().phase() == Phase.JOINED) {
            showTo(seat.room.withResource(machine.nickname()));
        }
    }

    /** Nothing of the way in is under way. */
    private void stopWaiting() {
        asked = false;
        historyComes = false;
        configuring = false;
        catchingUp = false;
        later.clear(); // it is in the archive, or in the history
        seat.tenures.forgetHolders();
    }

    /** Asks what the room can do, then goes in. */
    void enter() {
        timer.cancel();
        leaving = false;
        afterwards = () -> {};
        stopWaiting();
        tell(machine.enter(seat.options().nickname()));
        timer = context.loop().schedule(context.timeout(), () -> refused(Operations.silence()));
        context.iqs().get(seat.room, Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
            if (ended || asked || machine.state().phase() != Phase.JOINING) {
                return;
            }
            talk.features(DiscoInfo.in(answer).features()); // none of a room that is yet to be made
            asked = true;
            context.out()
                    .send(context.presence()
                            .apply(seat.occupant(), List.of(RoomCodec.join(seat.options(), wantedHistory()))));
        });
    }

    private int wantedHistory() {
        if (!seat.entered) {
            return seat.options().history();
        }
        return catchesUp() ? 0 : ALL_HISTORY;
    }

    private boolean catchesUp() {
        return talk.hasArchive() && seat.place.isKnown();
    }

    private void entered(boolean created) {
        timer.cancel();
        tries = 0;
        seat.nicknames.add(machine.nickname());
        seat.place.begin(context.loop().now());
        historyComes = true; // it ends with the subject (XEP-0045 7.2.15)
        configuring = created; // nobody else may come in before (10.1.2)
        if (created) {
            rules.configure(seat.room, seat.options().settings(), this::configured);
        }
        timer = context.loop().schedule(context.timeout(), this::settled);
    }

    private void configured(@Nullable Failure failure) {
        if (ended || !configuring) {
            return;
        }
        if (failure != null) {
            rules.cancel(seat.room); // else it would stay as nobody wants it, and shut
            context.out().send(RoomCodec.leave(seat.room.withResource(machine.nickname())));
            refused(failure);
            return;
        }
        learn(() -> {
            configuring = false;
            settled();
        });
    }

    /** Learns what the room can do. */
    private void learn(Runnable then) {
        context.iqs().get(seat.room, Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
            if (!ended && answer.failure() == null) {
                talk.features(DiscoInfo.in(answer).features());
            }
            then.run();
        });
    }

    /** All that was said before is here. */
    private void settled() {
        if (!historyComes || configuring || ended || machine.state().phase() != Phase.JOINED) {
            return;
        }
        timer.cancel();
        historyComes = false;
        boolean again = seat.entered;
        seat.entered(machine.nickname());
        if (again && catchesUp()) {
            startCatchUp();
        } else {
            caughtUp();
        }
        operations.done(Operations.JOIN);
    }

    private void startCatchUp() {
        if (!catchingUp) {
            catchingUp = true;
            talk.missed();
            catchUp.run(this::caughtUp);
        }
    }

    private void caughtUp() {
        catchingUp = false;
        List<Heard> meanwhile = List.copyOf(later);
        later.clear();
        meanwhile.forEach(this::say);
        List<Xml> mine = takeWaiting();
        mine.stream().filter(message -> !context.ledger().hasArrived(message)).forEach(this::send);
        runReaders();
    }

    private List<Xml> takeWaiting() {
        List<Xml> all = new ArrayList<>(unheard.take());
        all.addAll(waiting);
        waiting.clear();
        return all;
    }

    private void refused(Failure failure) {
        timer.cancel();
        // an earlier session of the user's may still be there; another device may be at making the room (10.1.2)
        boolean isNotYet = is(failure, "conflict") || seat.kept && !seat.entered && is(failure, "item-not-found");
        boolean mayPass = failure.retry() != Failure.Retry.NEVER || isNotYet && tries < MOST_CONFLICTS;
        if ((seat.entered || seat.kept) && mayPass) {
            timer = context.loop()
                    .schedule(FIRST_RETRY.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS)), this::enter);
            tries++;
        } else {
            tell(machine.out(RoomExit.refused(failure)));
            operations.failed(Operations.JOIN, failure);
            left();
        }
    }

    private static boolean is(Failure failure, String condition) {
        return failure.wire() != null && failure.wire().condition().equals(condition);
    }

    private void out(RoomExit exit) {
        tell(machine.out(exit));
        left();
    }

    private void left() {
        timer.cancel();
        operations.done(Operations.LEAVE);
        Failure why = outside();
        operations.failed(Operations.JOIN, why);
        takeWaiting().forEach(message -> Rooms.fail(context, message, why));
        ended = true;
        operations.end();
        runReaders();
        over.run();
        afterwards.run();
    }

    // --- what the user does

    /** True when a message has to wait until the user is in. */
    boolean keeps(Xml message) {
        boolean waits = machine.state().phase() != Phase.JOINED || historyComes || catchingUp || unheard.isWaiting();
        if (waits) {
            waiting.add(message);
        } else {
            unheard.said(message);
        }
        return waits;
    }

    private void send(Xml message) {
        unheard.said(message);
        if (!context.out().send(message)) {
            context.ledger().keep(message);
        }
    }

    void leave(long operation) {
        if (machine.state().phase() == Phase.HIDDEN) {
            context.listener().completed(operation);
        } else {
            operations.begin(Operations.LEAVE, operation);
        }
        leave();
    }

    /** Does that when the user is out, if the user is on the way out. */
    void thenIfLeaving(Runnable task) {
        if (leaving) {
            afterwards = task;
        }
    }

    /** Goes, as the user or another of the user's devices wishes. */
    void leave() {
        if (machine.state().phase() == Phase.HIDDEN) {
            out(ownWish());
            return;
        }
        afterwards = () -> {};
        if (leaving) {
            return;
        }
        leaving = true;
        boolean inside = machine.state().phase() == Phase.JOINED;
        machine.leave();
        context.out().send(RoomCodec.leave(seat.room.withResource(machine.nickname())));
        if (inside) {
            timer.cancel();
            timer = context.loop().schedule(context.timeout().dividedBy(2), () -> out(ownWish()));
        } else {
            out(ownWish());
        }
    }

    private static RoomExit ownWish() {
        return RoomExit.of(RoomExit.Kind.LEFT, "", "");
    }

    void setSubject(long operation, String id, String subject) {
        operations.begin(subjectOf(subject), operation);
        subjects.put(id, subject);
        context.out().send(RoomCodec.subject(seat.room, id, subject));
    }

    private static String subjectOf(String subject) {
        return "subject " + subject;
    }

    void changeNickname(long operation, String nickname) {
        if (nickname.equals(machine.nickname())) {
            context.listener().completed(operation);
            return;
        }
        operations.begin(Operations.NICKNAME, operation);
        showTo(seat.room.withResource(nickname));
    }

    private void showTo(Address.Xmpp occupant) {
        context.out().send(context.presence().apply(occupant, List.of()));
    }

    // --- what the room tells

    void presence(Address.Xmpp from, Xml presence) {
        heard = context.loop().nanoTime();
        if (presence.attribute("type", "").equals("error")) {
            Failure failure = StanzaErrors.failure(presence);
            if (!operations.failed(Operations.NICKNAME, failure)
                    && machine.state().phase() == Phase.JOINING
                    && asked) {
                refused(failure);
            }
            return;
        }
        RoomPresence told = RoomCodec.read(from, presence, talk.hasOccupantIds());
        Phase before = machine.state().phase();
        String nickname = machine.nickname();
        seat.tenures.told(told);
        tell(machine.told(told));
        Phase after = machine.state().phase();
        if (before == Phase.JOINING && after == Phase.JOINED) {
            entered(told.has(RoomPresence.CREATED));
        } else if (before == Phase.JOINED && after == Phase.JOINING) {
            again();
        } else if (before != Phase.OUT && after == Phase.OUT) {
            left();
        } else if (after == Phase.JOINED && !nickname.equals(machine.nickname())) {
            seat.entered(machine.nickname());
            operations.done(Operations.NICKNAME);
        }
    }

    private void again() {
        LOG.debug("Out of a room by no wish of anybody's: entering it again");
        timer.cancel();
        timer = context.loop().schedule(FIRST_RETRY, this::enter);
    }

    /** A message of type groupchat, or an error of ours there. */
    void message(Address.Xmpp from, Xml message) {
        heard = context.loop().nanoTime();
        if (RoomCodec.isSubject(message)) {
            context.listener()
                    .room(seat.room, new RoomFact.Subject(message.textOf("subject"), RoomCodec.nickname(from)));
            if (from.resource() != null && from.resource().equals(machine.nickname())) {
                operations.done(subjectOf(message.textOf("subject"))); // rooms do not keep the id of such a message
            }
            settled();
        } else if (catchingUp) {
            later.add(new Heard(message, holder(from)));
        } else {
            if (from.isBare() && RoomCodec.isReconfigured(message)) {
                learn(() -> {});
            }
            say(new Heard(message, holder(from)));
        }
    }

    private @Nullable String holder(Address.Xmpp from) {
        return historyComes ? null : seat.tenures.holder(RoomCodec.nickname(from));
    }

    private void say(Heard heard) {
        Address.Xmpp from = Jids.read(heard.message.attribute("from"));
        if (from != null && machine.state().phase() == Phase.JOINED) {
            talk.heard(from, heard.message, historyComes, heard.holder);
            if (machine.nickname().equals(from.resource())) {
                unheard.heard(heard.message.attribute("id", ""));
            }
        }
    }

    /** The room has another avatar. */
    void pictured(String avatarId) {
        if (!avatarId.equals(picture)) {
            picture = avatarId;
            tell(List.of(new RoomFact.Pictured(avatarId)));
        }
    }

    /** True when somebody of that nickname is there, and the user, too. */
    boolean isThere(String nickname) {
        return machine.state().phase() == Phase.JOINED && machine.isThere(nickname);
    }

    /** True for one of those to whom a room passes on wishes of others. */
    boolean moderates() {
        Occupant self = machine.self();
        return isJoined() && self != null && self.role() == RoomRole.MODERATOR;
    }

    boolean isJoined() {
        return machine.state().phase() == Phase.JOINED;
    }

    void whispered(Address.Xmpp from, Xml message) {
        String body = message.textOf("body");
        if (machine.isThere(RoomCodec.nickname(from)) && !body.isEmpty()) {
            context.listener().room(seat.room, new RoomFact.Whisper(RoomCodec.nickname(from), body));
        }
    }

    /** An error for a message of ours; true when it was no message but a wish, or is said once more. */
    boolean failed(Xml message) {
        Failure failure = StanzaErrors.failure(message);
        String id = message.attribute("id", "");
        boolean again = false;
        if (is(failure, "not-acceptable")) { // we may not be where we think
            again = unheard.refused(id, failure);
            ping();
        }
        String subject = subjects.remove(id);
        return again || subject != null && operations.failed(subjectOf(subject), failure);
    }

    /** Asks for a part of what was said here, when the user is in and knows what is new. */
    void read(long operation, Archive.Page page, ArchiveReader archives) {
        boolean isIn = machine.state().phase() == Phase.JOINED;
        if (isIn && (historyComes || catchingUp)) {
            readers.add(() -> read(operation, page, archives));
        } else if (isIn && talk.hasArchive()) {
            archives.fetch(operation, seat.room, page, talk::inArchive);
        } else {
            context.listener().failed(operation, isIn ? ArchiveReader.none() : outside());
        }
    }

    private void runReaders() {
        List<Runnable> now = List.copyOf(readers);
        readers.clear();
        now.forEach(Runnable::run);
    }

    private static Failure outside() {
        return Failure.of(
                Failure.Kind.REFUSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "The user is not in the room");
    }

    /** A message that claims to come out of the room's archive. */
    void archive(Xml message) {
        catchUp.take(message);
    }

    private void archived(Archive.Result result) {
        Address.Xmpp from = Jids.read(result.message().attribute("from"));
        boolean said = result.message().attribute("type", "").equals("groupchat");
        if (from != null && from.bare().equals(seat.room) && said && !RoomCodec.isSubject(result.message())) {
            talk.archived(result, from);
        }
    }

    // --- whether we still are where we think

    /** The session goes on, on another stream. */
    void resumed() {
        if (machine.state().phase() == Phase.JOINED && !historyComes) {
            if (catchesUp() && !catchUp.repeat()) {
                startCatchUp(); // the archive knows the order of what comes late
            }
            ping();
        }
    }

    /** Asks when nothing was heard since that moment. */
    void checkSince(long moment) {
        if (machine.state().phase() == Phase.JOINED && heard - moment < 0) {
            ping();
        }
    }

    private void ping() {
        if (pinging || machine.state().phase() != Phase.JOINED) {
            return;
        }
        pinging = true;
        Address.Xmpp ourselves = seat.room.withResource(machine.nickname());
        context.iqs().get(ourselves, Xml.empty("ping", Pinger.NAMESPACE), answer -> {
            pinging = false;
            SelfPing verdict = SelfPing.of(answer);
            if (ended || machine.state().phase() != Phase.JOINED) {
                return;
            }
            if (verdict == SelfPing.GONE) {
                enter();
            } else if (unheard.isWaiting()) {
                unheard.give((message, why) -> Rooms.fail(context, message, why));
                caughtUp();
            }
        });
    }

    /** The session is over; what waits here goes to the next. */
    void end() {
        timer.cancel();
        ended = true;
        takeWaiting().forEach(context.ledger()::keep);
        if (seat.entered && machine.state().phase() == Phase.JOINED) {
            tell(machine.enter(seat.options().nickname()));
        } else if (!seat.entered) {
            tell(machine.out(RoomExit.refused(Iqs.notConnected())));
        }
        operations.end();
        runReaders();
    }
}
