package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.PersonClaim;
import dev.duet.model.PresenceFragment;
import dev.duet.model.RosterEntry;
import dev.duet.model.VCard;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkAnswer;
import dev.duet.spi.LinkListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a link told, for tests to look at. */
final class Facts implements LinkListener {

    final List<LinkState> states = new CopyOnWriteArrayList<>();
    final Set<Long> completed = ConcurrentHashMap.newKeySet();
    final Map<Long, Failure> failed = new ConcurrentHashMap<>();
    final Map<Long, LinkAnswer> answers = new ConcurrentHashMap<>();
    volatile Consumer<IncomingMessage> onMessage = message -> {};
    final List<IncomingMessage> messages = new CopyOnWriteArrayList<>();
    final Map<String, List<Delivery.Stage>> deliveries = new ConcurrentHashMap<>();
    final List<String> readElsewhere = new CopyOnWriteArrayList<>();
    final Map<String, Failure> undelivered = new ConcurrentHashMap<>();
    final List<String> chatStates = new CopyOnWriteArrayList<>();
    final Map<PresenceFragment.Source, PresenceFragment> presence = new ConcurrentHashMap<>();
    final Map<Address, RosterEntry> roster = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final Map<Address, Set<Capability>> capabilities = new ConcurrentHashMap<>();
    volatile Set<Address> blocked = Set.of();
    final Map<Address, String> nicknames = new ConcurrentHashMap<>();
    final Map<Address, String> avatarIds = new ConcurrentHashMap<>();
    final Map<Address, Instant> lastActivities = new ConcurrentHashMap<>();
    final Map<Address, Set<Address>> claims = new ConcurrentHashMap<>();
    final Map<Address, VCard> vCards = new ConcurrentHashMap<>();
    final Map<Address, Avatar> avatars = new ConcurrentHashMap<>();
    final List<Incoming> calls = new CopyOnWriteArrayList<>();

    LinkState state() {
        List<LinkState> all = new ArrayList<>(states);
        return all.isEmpty() ? new LinkState.Offline() : all.get(all.size() - 1);
    }

    Address.Xmpp self() {
        return (Address.Xmpp) ((LinkState.Online) state()).self();
    }

    Failure failure() {
        return state() instanceof LinkState.Failed failed ? failed.failure() : ((LinkState.Waiting) state()).failure();
    }

    List<PresenceFragment> of(Address contact) {
        return presence.values().stream()
                .filter(fragment -> fragment.contact().equals(contact.bare()))
                .toList();
    }

    @Override
    public void state(LinkState state) {
        states.add(state);
    }

    @Override
    public void completed(long operation) {
        completed.add(operation);
    }

    @Override
    public void failed(long operation, Failure failure) {
        failed.put(operation, failure);
    }

    @Override
    public void answered(long operation, LinkAnswer answer) {
        answers.put(operation, answer);
    }

    @Override
    public CallLeg.Listener incoming(CallLeg leg, Arrival arrival) {
        LegFacts told = new LegFacts();
        calls.add(new Incoming(leg, arrival.from(), told));
        return told;
    }

    /** A call that came. */
    record Incoming(CallLeg leg, Address from, LegFacts told) {}

    @Override
    public void message(IncomingMessage message) {
        messages.add(message);
        onMessage.accept(message);
    }

    @Override
    public void delivery(String messageId, Delivery delivery) {
        deliveries
                .computeIfAbsent(messageId, id -> new CopyOnWriteArrayList<>())
                .add(delivery.stage());
        if (delivery.failure() != null) {
            undelivered.put(messageId, delivery.failure());
        }
    }

    @Override
    public void readElsewhere(Address with, String messageId) {
        readElsewhere.add(with.bare().text() + " " + messageId);
    }

    @Override
    public void chatState(Address from, ChatState state) {
        chatStates.add(from.bare().text() + " " + state);
    }

    @Override
    public void presence(PresenceFragment fragment) {
        presence.put(fragment.source(), fragment);
    }

    @Override
    public void presenceGone(Address contact, PresenceFragment.Source source) {
        presence.remove(source);
    }

    @Override
    public void roster(List<RosterEntry> entries) {
        roster.clear();
        entries.forEach(entry -> roster.put(entry.address(), entry));
    }

    @Override
    public void rosterEntry(RosterEntry entry) {
        roster.put(entry.address(), entry);
    }

    @Override
    public void rosterEntryRemoved(Address contact) {
        roster.remove(contact);
    }

    @Override
    public void blockList(Set<Address> addresses) {
        blocked = addresses;
    }

    @Override
    public void nickname(Address of, String nickname) {
        nicknames.put(of, nickname);
    }

    @Override
    public void avatarAnnounced(Address of, String id) {
        avatarIds.put(of, id);
    }

    @Override
    public void vCard(Address of, VCard vCard) {
        vCards.put(of, vCard);
    }

    @Override
    public void avatar(Address of, Avatar avatar) {
        avatars.put(of, avatar);
    }

    @Override
    public void lastActivity(Address of, Instant at) {
        lastActivities.put(of, at);
    }

    @Override
    public void claims(Address by, PersonClaim.Kind kind, Set<Address> of) {
        claims.put(by, of);
    }

    @Override
    public void contactRequest(Address from, String note) {
        requests.add(from.text());
    }

    @Override
    public void capabilities(Address device, Set<Capability> can) {
        capabilities.put(device, can);
    }
}
