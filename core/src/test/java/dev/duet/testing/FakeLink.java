package dev.duet.testing;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.CallOptions;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.LinkConfig;
import dev.duet.model.LinkSecurity;
import dev.duet.model.LinkState;
import dev.duet.model.MessageContent;
import dev.duet.model.Mood;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.Secret;
import dev.duet.model.SpamReport;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.Blocking;
import dev.duet.spi.CallLeg;
import dev.duet.spi.EventLink;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.PeopleLink;
import dev.duet.spi.PickupLink;
import dev.duet.spi.Registration;
import dev.duet.spi.UploadLink;
import dev.duet.spi.UploadSlot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One half that goes online when asked, unless the test says otherwise. */
public final class FakeLink implements Link, Blocking, PeopleLink, Registration, UploadLink {

    public final LinkListener listener;
    public final List<String> did = new ArrayList<>();
    private EventLink.@Nullable Listener eventWatcher;
    public final List<MessageContent> sent = new ArrayList<>();
    public final List<String> received = new ArrayList<>();
    public final List<String> refused = new ArrayList<>();
    public final List<String> withdrawn = new ArrayList<>();
    public final List<String> ids = new ArrayList<>();
    public final List<FakeLeg> legs = new ArrayList<>();
    /** What was wished of each call that was dialled. */
    public final List<CallOptions> wished = new ArrayList<>();

    public final List<OwnPresence> published = new ArrayList<>();
    public Set<Capability> can = EnumSet.allOf(Capability.class);
    public @Nullable Failure refuses;
    public @Nullable VCard vCard;
    public @Nullable Avatar avatar;
    public @Nullable Instant lastActivity;
    public @Nullable ArchiveLink archive;
    /** Where files go; null to refuse them as {@link #refuses} says. */
    public @Nullable UploadSlot slot;

    public boolean silent;
    /** Says nothing of what became of messages. */
    public boolean keeps;

    private final LinkConfig config;

    FakeLink(LinkConfig config, LinkListener listener) {
        this.config = config;
        this.listener = listener;
        if (config.protocol() == Protocol.XMPP) {
            can.remove(Capability.CALL_OPTIONS);
        }
    }

    public LinkConfig config() {
        return config;
    }

    public FakeLeg leg() {
        return legs.get(legs.size() - 1);
    }

    public void lose() {
        listener.state(new LinkState.Waiting(
                Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, "gone"),
                Instant.EPOCH.plusSeconds(60)));
    }

    public void goOnline() {
        listener.state(new LinkState.Online(
                Instant.EPOCH, config.address(), new LinkSecurity("TLSv1.3", "TLS_AES_128_GCM_SHA256", "test")));
    }

    @Override
    public void connect() {
        did.add("connect");
        if (silent) {
            return;
        }
        listener.state(new LinkState.Connecting());
        if (refuses != null) {
            listener.state(new LinkState.Failed(refuses));
        } else {
            goOnline();
        }
    }

    @Override
    public void disconnect() {
        did.add("disconnect");
        if (!silent) {
            listener.state(new LinkState.Offline());
        }
    }

    @Override
    public void close() {
        did.add("close");
        if (!silent) {
            listener.state(new LinkState.Offline());
        }
    }

    @Override
    public void networkChanged() {
        did.add("networkChanged");
    }

    @Override
    public Set<Capability> capabilities() {
        return can;
    }

    @Override
    public void publishMood(long operation, @Nullable Mood mood) {
        did.add("publish mood " + mood);
        listener.completed(operation);
    }

    @Override
    public void publishTune(long operation, @Nullable Tune tune) {
        did.add("publish tune " + tune);
        listener.completed(operation);
    }

    @Override
    public void publishReachability(long operation, Set<Address> addresses) {
        did.add("publishReachability " + addresses);
        listener.completed(operation);
    }

    @Override
    public Optional<ArchiveLink> archive() {
        return Optional.ofNullable(archive);
    }

    @Override
    public Optional<UploadLink> uploads() {
        return config.protocol() == Protocol.XMPP ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void requestSlot(long operation, String name, long size, String mediaType) {
        did.add("slot " + name + " " + size + " " + mediaType);
        if (slot == null) {
            outcome(operation);
        } else {
            listener.slot(operation, slot);
        }
    }

    @Override
    public Optional<EventLink> events() {
        return config.protocol() == Protocol.SIP
                ? Optional.of((event, target, eventListener) -> {
                    did.add("subscribe " + event + " of " + target);
                    eventWatcher = eventListener;
                    return () -> did.add("unsubscribe " + event + " of " + target);
                })
                : Optional.empty();
    }

    /** Who subscribed last; fails when nobody did. */
    public EventLink.Listener eventWatcher() {
        return Objects.requireNonNull(eventWatcher, "nobody subscribed");
    }

    @Override
    public Optional<PickupLink> pickups() {
        return config.protocol() == Protocol.SIP
                ? Optional.of((at, ringing, callerName, legListener) -> {
                    FakeLeg leg = new FakeLeg(at, legListener);
                    legs.add(leg);
                    did.add((ringing ? "pickUp " : "retrieve ") + at + " as " + callerName);
                    return leg;
                })
                : Optional.empty();
    }

    @Override
    public CallLeg dial(Address target, String callerName, CallOptions options, CallLeg.Listener legListener) {
        FakeLeg leg = new FakeLeg(target, legListener);
        wished.add(options);
        legs.add(leg);
        did.add("dial " + target + " as " + callerName);
        return leg;
    }

    @Override
    public void send(String id, Address to, MessageContent content) {
        sent.add(content);
        ids.add(id);
        did.add("send " + to + " " + (content instanceof MessageContent.Text text ? text.body() : content.toString()));
        if (!keeps) {
            listener.delivery(id, refuses == null ? Delivery.SENT : Delivery.failed(refuses));
        }
    }

    @Override
    public void chatState(Address to, ChatState state) {
        did.add("chatState " + to + " " + state);
    }

    @Override
    public void received(Address from, String messageId, Reception reception) {
        (reception == Reception.KEPT ? received : refused).add(messageId);
    }

    @Override
    public void withdraw(String messageId) {
        withdrawn.add(messageId);
    }

    @Override
    public void archivedUpTo(String archiveId, Instant at) {
        did.add("archivedUpTo " + archiveId);
    }

    @Override
    public void displayed(Address to, String messageId, String archiveId) {
        did.add("displayed " + to + " " + messageId);
    }

    @Override
    public void publish(long operation, OwnPresence presence) {
        published.add(presence);
        outcome(operation);
    }

    @Override
    public void watch(long operation, Address contact) {
        did.add("watch " + contact);
        outcome(operation);
    }

    @Override
    public void unwatch(Address contact) {
        did.add("unwatch " + contact);
    }

    @Override
    public void putContact(long operation, RosterEntry entry) {
        did.add("put " + entry.address());
        outcome(operation);
    }

    @Override
    public void removeContact(long operation, Address contact) {
        did.add("remove " + contact);
        outcome(operation);
    }

    @Override
    public void answerRequest(Address from, boolean allowed) {
        did.add("answer " + from + " " + allowed);
    }

    @Override
    public Optional<Blocking> blocking() {
        return config.protocol() == Protocol.XMPP ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void block(long operation, Set<Address> addresses, @Nullable SpamReport report) {
        did.add("block " + addresses + " " + report);
        outcome(operation);
    }

    @Override
    public void unblock(long operation, Set<Address> addresses) {
        did.add("unblock " + addresses);
        outcome(operation);
    }

    @Override
    public Optional<PeopleLink> people() {
        return config.protocol() == Protocol.XMPP ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void fetchVCard(long operation, Address of) {
        did.add("fetchVCard " + of);
        if (vCard != null) {
            listener.vCard(of, vCard);
        }
        outcome(operation);
    }

    @Override
    public void fetchAvatar(long operation, Address of) {
        did.add("fetchAvatar " + of);
        if (avatar != null) {
            listener.avatar(of, avatar);
        }
        outcome(operation);
    }

    @Override
    public void fetchLastActivity(long operation, Address of) {
        if (lastActivity != null) {
            listener.lastActivity(of, lastActivity);
        }
        outcome(operation);
    }

    @Override
    public void publishTo(long operation, Address to, OwnPresence presence) {
        did.add("publishTo " + to + " " + presence.availability());
        outcome(operation);
    }

    @Override
    public void active(boolean active) {
        did.add("active " + active);
    }

    @Override
    public void publishVCard(long operation, VCard card) {
        did.add("publishVCard " + card.fullName());
        outcome(operation);
    }

    @Override
    public void publishAvatar(long operation, @Nullable Avatar picture) {
        did.add("publishAvatar " + picture);
        outcome(operation);
    }

    @Override
    public void publishNickname(long operation, String nickname) {
        did.add("publishNickname " + nickname);
        outcome(operation);
    }

    @Override
    public Optional<Registration> registration() {
        return config.protocol() == Protocol.XMPP ? Optional.of(this) : Optional.empty();
    }

    @Override
    public void register(long operation) {
        did.add("register");
        outcome(operation);
    }

    @Override
    public void changePassword(long operation, Secret password) {
        did.add("changePassword " + password.reveal());
        outcome(operation);
    }

    @Override
    public void unregister(long operation) {
        did.add("unregister");
        outcome(operation);
    }

    private void outcome(long operation) {
        if (silent) {
            return;
        }
        if (refuses == null) {
            listener.completed(operation);
        } else {
            listener.failed(operation, refuses);
        }
    }
}
