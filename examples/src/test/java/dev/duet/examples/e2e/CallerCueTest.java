package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.Contacts.Match;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.VCard;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.junit.Sandbox;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who calls by SIP is known by the XMPP address that the call names and the vCard that confirms it (RFC 7081 3.2). */
@Sandbox(users = {"alice", "bob"})
@Tag("beside")
class CallerCueTest {

    @Test
    void aCallNamesAnXmppContactAndTheirVCardConfirmsIt(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Account caller = Duet.open(accounts.both(bob).sameRealm(false).build());
                Account called = Duet.open(
                        accounts.both(alice).sameRealm(false).readVCards(false).build())) {
            List<Call> rang = new CopyOnWriteArrayList<>();
            called.on(IncomingCall.class, event -> rang.add(event.call()));
            Futures.await(caller.connect());
            Futures.await(called.connect());
            Contact contact = Futures.await(called.contacts().add(bob.jid(), "Bob", Set.of()));

            Call first = caller.call("sip:" + bare(alice));
            await("it rings").until(() -> rang.size() == 1);
            Match cue = rang.get(0).identity().orElseThrow();
            assertEquals(new Match(contact, false, "is named by the caller"), cue);
            Futures.await(first.hangup());

            Address own = Address.sip(bob.sipUri()).bare();
            Futures.await(
                    caller.profiles().publish(VCard.EMPTY.withFullName("Bob").withAddresses(Set.of(own))));
            Futures.await(called.profiles().vCard(contact));
            await("the addresses are one person")
                    .until(() -> contact.addresses().contains(own));
            assertTrue(contact.mergedBecause().contains("and the second confirms it"), contact.mergedBecause());

            Call second = caller.call("sip:" + bare(alice));
            await("it rings again").until(() -> rang.size() == 2);
            assertEquals(
                    new Match(contact, true, "has " + own),
                    rang.get(1).identity().orElseThrow());
            assertEquals("Bob", rang.get(1).remoteName());
            Futures.await(second.hangup());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void anAnonymousCallNamesNobody(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Account caller = Duet.open(
                        accounts.both(bob, half -> accounts.sip().apply(half).anonymous(true), accounts.xmpp())
                                .build());
                Account called = Duet.open(accounts.both(alice).build())) {
            List<Call> rang = new CopyOnWriteArrayList<>();
            called.on(IncomingCall.class, event -> rang.add(event.call()));
            Futures.await(caller.connect());
            Futures.await(called.connect());
            Futures.await(called.contacts().add(bob.jid(), "Bob", Set.of()));
            Call call = caller.call("sip:" + bare(alice));
            await("it rings").until(() -> rang.size() == 1);
            assertTrue(rang.get(0).identity().isEmpty());
            assertEquals(Address.sip("anonymous@anonymous.invalid"), rang.get(0).remote());
            Futures.await(rang.get(0).answer());
            Futures.await(call.connected());
            Futures.await(call.hangup());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    private static String bare(SandboxUser user) {
        return Address.sip(user.sipUri()).text();
    }
}
