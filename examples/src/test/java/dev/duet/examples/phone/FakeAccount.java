package dev.duet.examples.phone;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.CallMedia;
import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.api.Conversation;
import dev.duet.api.DuetEvent;
import dev.duet.api.Subscription;
import dev.duet.api.event.CallStateChanged;
import dev.duet.model.AccountState;
import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.CallQuality;
import dev.duet.model.CallSecurity;
import dev.duet.model.CallState;
import dev.duet.model.Delivery;
import dev.duet.model.DuetException;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.Hold;
import dev.duet.model.LinkSecurity;
import dev.duet.model.LinkState;
import dev.duet.model.Message;
import dev.duet.model.MessageContent;
import dev.duet.model.MessageDetails;
import dev.duet.model.Presence;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.WireDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An account that does what the test says, and its handles. */
final class FakeAccount {

    static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");
    static final EndReason BUSY =
            EndReason.of(EndReason.Kind.BUSY, EndReason.By.REMOTE, WireDetail.sip(486, "Busy Here"));

    final Account account = mock(Account.class);
    final Contacts contacts = mock(Contacts.class);
    final List<Call> calls = new ArrayList<>();
    private final List<Consumer<? super DuetEvent>> handlers = new ArrayList<>();

    FakeAccount() {
        AccountState online = new AccountState(Map.of(Protocol.SIP, online()));
        when(account.connect()).thenReturn(CompletableFuture.completedFuture(online));
        lenient().when(account.state()).thenReturn(online);
        lenient().when(account.calls()).thenAnswer(asked -> List.copyOf(calls));
        lenient().when(account.contacts()).thenReturn(contacts);
        lenient().when(contacts.find(anyString())).thenReturn(Optional.empty());
        when(account.on(eq(DuetEvent.class), any())).thenAnswer(asked -> {
            handlers.add(asked.getArgument(1));
            return (Subscription) () -> {};
        });
    }

    void fire(DuetEvent event) {
        handlers.forEach(handler -> handler.accept(event));
    }

    /** A call that the account knows from now on. */
    Call call(CallDirection direction, CallPhase phase, String remote) {
        Call call = mock(Call.class);
        when(call.id()).thenReturn("call-" + (calls.size() + 1));
        when(call.direction()).thenReturn(direction);
        when(call.remote()).thenReturn(Address.parse(remote));
        when(call.remoteName()).thenReturn("Bob");
        when(call.phase()).thenReturn(phase);
        when(call.details()).thenReturn(CallDetails.NONE);
        when(call.conference()).thenReturn(Optional.empty());
        when(call.route()).thenReturn(Optional.of(new Route(Address.parse(remote), Protocol.SIP, "SIP comes first")));
        when(call.security()).thenReturn(CallSecurity.NONE);
        CallMedia media = mock(CallMedia.class);
        when(media.quality()).thenReturn(CallQuality.NONE);
        when(call.media()).thenReturn(media);
        when(call.hangup()).thenReturn(CompletableFuture.completedFuture(BUSY));
        calls.add(call);
        return call;
    }

    /** The call goes on. */
    void move(Call call, CallState to) {
        when(call.phase()).thenReturn(to.phase());
        if (to instanceof CallState.Ended) {
            calls.remove(call);
        }
        fire(new CallStateChanged(call, new CallState.New(), to));
    }

    Contact contact(String name, String... addresses) {
        Contact contact = mock(Contact.class);
        Set<Address> all = new LinkedHashSet<>();
        for (String address : addresses) {
            all.add(Address.parse(address));
        }
        when(contact.name()).thenReturn(name);
        when(contact.addresses()).thenReturn(all);
        when(contact.groups()).thenReturn(Set.of());
        when(contact.capabilities()).thenReturn(Set.of());
        when(contact.presence()).thenReturn(Presence.UNKNOWN);
        when(contact.rosterEntry()).thenReturn(Optional.empty());
        return contact;
    }

    Conversation conversation(Contact with) {
        Conversation conversation = mock(Conversation.class);
        when(conversation.contact()).thenReturn(with);
        when(account.conversation(anyString())).thenReturn(conversation);
        return conversation;
    }

    static Message message(String body, boolean incoming, Delivery delivery) {
        Address alice = Address.xmpp("alice@example.com");
        Address bob = Address.xmpp("bob@example.com");
        return new Message(
                "m1",
                incoming,
                incoming ? bob : alice,
                incoming ? alice : bob,
                body,
                NOON,
                Protocol.XMPP,
                false,
                delivery,
                MessageDetails.of(incoming ? bob.uri() : alice.uri(), MessageContent.Text.of(body)));
    }

    static LinkState.Online online() {
        return new LinkState.Online(
                NOON,
                Address.sip("alice@example.com"),
                new LinkSecurity("TLSv1.3", "TLS_AES_256_GCM_SHA384", "Digest SHA-256"));
    }

    static CallState active() {
        return new CallState.Active(NOON, Hold.NONE);
    }

    static CallState ended(EndReason reason) {
        return new CallState.Ended(reason, Duration.ofMillis(1500));
    }

    static DuetException failure(Failure.Kind kind, String message) {
        return new DuetException(Failure.of(kind, Failure.Origin.SERVER, Failure.Retry.NEVER, message));
    }
}
