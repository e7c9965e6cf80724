package dev.duet.sip.internal.link;

import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.MessageSummary;
import dev.duet.model.PersonClaim;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Referral;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Keeps what a link tells. */
public final class Recorder implements LinkListener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final List<LinkState> states = new CopyOnWriteArrayList<>();
    public final List<Object> facts = new CopyOnWriteArrayList<>();
    public final List<LegRecorder> incoming = new CopyOnWriteArrayList<>();

    /** Whether everybody is refused who wants somebody to be called. */
    public volatile boolean refuses = true;

    /** What becomes of messages. */
    public volatile Consumer<IncomingMessage> onMessage = message -> {};

    public record Completed(long operation) {}

    public record Failed(long operation, Failure failure) {}

    public record Delivered(String id, Delivery delivery) {}

    public record Typing(Address from, ChatState state) {}

    public record Referred(Address from, Referral referral) {}

    public record Claim(Address by, PersonClaim.Kind kind, Set<Address> of) {}

    public record Gone(Address contact, PresenceFragment.Source source) {}

    public record Summary(Address mailbox, MessageSummary summary) {}

    @Override
    public void messageSummary(Address mailbox, MessageSummary summary) {
        facts.add(new Summary(mailbox, summary));
    }

    @Override
    public void claims(Address by, PersonClaim.Kind kind, Set<Address> of) {
        facts.add(new Claim(by, kind, of));
    }

    public <T extends LinkState> T awaitState(Class<T> type) {
        return Awaitility.await("state " + type.getSimpleName())
                                .atMost(PATIENCE)
                                .until(() -> states.isEmpty() ? null : states.get(states.size() - 1), state -> {
                                    if (!(state instanceof LinkState.Failed failed) || type == LinkState.Failed.class) {
                                        return type.isInstance(state);
                                    }
                                    throw new AssertionError("The link failed: " + failed.failure());
                                })
                        == null
                ? null
                : type.cast(last(type));
    }

    private LinkState last(Class<?> type) {
        for (int i = states.size() - 1; i >= 0; i--) {
            if (type.isInstance(states.get(i))) {
                return states.get(i);
            }
        }
        throw new AssertionError("no " + type);
    }

    public List<LinkPhase> phases() {
        return states.stream().map(LinkState::phase).toList();
    }

    public <T> T await(Class<T> type, Predicate<T> which) {
        return Awaitility.await(type.getSimpleName())
                .atMost(PATIENCE)
                .until(() -> find(type, which), found -> found != null);
    }

    public <T> T await(Class<T> type) {
        return await(type, any -> true);
    }

    private <T> T find(Class<T> type, Predicate<T> which) {
        return facts.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(which)
                .findFirst()
                .orElse(null);
    }

    public LegRecorder awaitIncoming() {
        return awaitIncoming(1);
    }

    /** Waits until so many calls have come, and returns the last of those. */
    public LegRecorder awaitIncoming(int count) {
        Awaitility.await("incoming call").atMost(PATIENCE).until(() -> incoming.size() >= count);
        return incoming.get(count - 1);
    }

    @Override
    public void state(LinkState state) {
        states.add(state);
    }

    @Override
    public void completed(long operation) {
        facts.add(new Completed(operation));
    }

    @Override
    public void failed(long operation, Failure failure) {
        facts.add(new Failed(operation, failure));
    }

    @Override
    public void referred(Address from, Referral referral) {
        facts.add(new Referred(from, referral));
        if (refuses) {
            referral.refuse();
        }
    }

    @Override
    public CallLeg.Listener incoming(CallLeg leg, Arrival arrival) {
        LegRecorder recorder = new LegRecorder(arrival);
        recorder.leg = leg;
        recorder.refuses = refuses;
        incoming.add(recorder);
        return recorder;
    }

    @Override
    public void message(IncomingMessage message) {
        facts.add(message);
        onMessage.accept(message);
    }

    @Override
    public void delivery(String messageId, Delivery delivery) {
        facts.add(new Delivered(messageId, delivery));
    }

    @Override
    public void readElsewhere(Address with, String messageId) {}

    @Override
    public void chatState(Address from, ChatState state) {
        facts.add(new Typing(from, state));
    }

    @Override
    public void presence(PresenceFragment fragment) {
        facts.add(fragment);
    }

    @Override
    public void presenceGone(Address contact, PresenceFragment.Source source) {
        facts.add(new Gone(contact, source));
    }

    @Override
    public void roster(List<RosterEntry> entries) {
        facts.add(entries);
    }

    @Override
    public void rosterEntry(RosterEntry entry) {
        facts.add(entry);
    }

    @Override
    public void rosterEntryRemoved(Address contact) {
        facts.add(contact);
    }

    @Override
    public void contactRequest(Address from, String note) {
        facts.add(from);
    }

    @Override
    public void capabilities(Address device, Set<Capability> capabilities) {
        facts.add(capabilities);
    }
}
