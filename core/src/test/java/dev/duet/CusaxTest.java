package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.Contacts.Match;
import dev.duet.api.event.CallerIdentified;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.ProtectionUneven;
import dev.duet.model.AccountConfig;
import dev.duet.model.AccountState;
import dev.duet.model.AccountState.Summary;
import dev.duet.model.Address;
import dev.duet.model.Aspect;
import dev.duet.model.Availability;
import dev.duet.model.CallPhase;
import dev.duet.model.Capability;
import dev.duet.model.Caution;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkSecurity;
import dev.duet.model.LinkState;
import dev.duet.model.MediaDirection;
import dev.duet.model.OwnPresence;
import dev.duet.model.PersonClaim;
import dev.duet.model.ProtectionGap;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.Route;
import dev.duet.model.VCard;
import dev.duet.spi.CallLeg;
import dev.duet.spi.RoutingPolicy.Answer;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeLink;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.TestNumbers;
import dev.duet.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * RFC 7081, item by item: c1 to c7 are section 2 (Bootstrapping), c8 to c18 section 3 (Operation), c22 section 5, c23
 * section 7. The table in this module's README tells of those that are not here.
 */
class CusaxTest {

    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Address CAROL = Address.xmpp("carol@example.com");
    private static final Address NUMBER = Address.tel("+49301234567");

    private final World world = World.both().online();

    private static Contact onRoster(World where, Address address) {
        where.xmpp
                .link()
                .listener
                .rosterEntry(new RosterEntry(address, "", Set.of(), RosterEntry.Visibility.BOTH, false));
        where.run();
        return where.account.contacts().find(address).orElseThrow();
    }

    private static Call calls(World where, Address from) {
        CallLeg.Listener facts =
                where.sip.link().listener.incoming(new FakeLeg(from, mock(CallLeg.Listener.class)), from, "");
        facts.offered(FakeMedia.description(MediaDirection.SENDRECV));
        where.run();
        return where.last(IncomingCall.class).call();
    }

    private static Failure failure(String message) {
        return Failure.of(Failure.Kind.NETWORK, Failure.Origin.NETWORK, Failure.Retry.LATER, message);
    }

    private static AccountConfig.Builder alice() {
        return AccountConfig.builder("Alice").sip("alice@example.com", "secret").xmpp("alice@example.com", "secret");
    }

    @Test
    void c1TwoAccountsOfDifferentNamesPasswordsAndServersAreSetUpByHand() {
        AccountConfig config = AccountConfig.builder("Alice")
                .sip("4711@pbx.example.net", "one", sip -> sip.server("sip.example.net", 5061))
                .xmpp("alice@example.com", "two", xmpp -> xmpp.server("chat.example.com", 5222))
                .build();
        World here = new World(config).online();
        assertEquals(Summary.ONLINE, here.account.state().summary());
        assertFalse(config.sameRealm(), "two domains are not one realm unless the configuration says so");
        here.close();
    }

    @Test
    void c3OfALinkedPairCallsGoBySipAndMessagesByXmpp() {
        Contact bob = onRoster(world, BOB);
        Answer calls = world.account.callRoutes(bob);
        assertEquals(Protocol.SIP, calls.routes().get(0).protocol());
        world.account.conversation(bob).send("Hello");
        world.run();
        assertEquals(1, world.xmpp.link().sent.size());
        assertEquals(0, world.sip.link().sent.size());
    }

    @Test
    void c3TheUserMayHaveItOtherwise() {
        World here = new World(
                        alice().build(),
                        null,
                        builder -> builder.routing(question -> new Answer(
                                List.of(new Route(question.addresses().get(0), Protocol.XMPP, "as the user wishes")),
                                "")))
                .online();
        Call call = here.account.call(onRoster(here, BOB));
        here.run();
        assertEquals("as the user wishes", call.route().orElseThrow().why());
        assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
        here.close();
    }

    @Test
    void c4ASingleHalfDoesAllThatItCan() {
        World sip = new World(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret")
                        .build())
                .online();
        sip.account.conversation("bob@example.com").send("by MESSAGE");
        sip.account.call("bob@example.com");
        sip.run();
        assertEquals(1, sip.sip.link().sent.size());
        assertEquals(1, sip.sip.link().legs.size());
        sip.close();
        World xmpp = new World(AccountConfig.builder("Alice")
                        .xmpp("alice@example.com", "secret")
                        .build())
                .online();
        Call call = xmpp.account.call("bob@example.com");
        xmpp.run();
        assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
        xmpp.close();
    }

    @Test
    void c5TheHalvesSignInAndStayUpIndependently() {
        World here = new World(alice().build());
        here.sip.link().refuses = failure("no answer");
        CompletableFuture<AccountState> connected = here.account.connect();
        here.run();
        assertTrue(connected.isCompletedExceptionally());
        assertEquals(Summary.PARTLY_ONLINE, here.account.state().summary());
        here.sip.link().refuses = null;
        here.account.link(Protocol.SIP).connect();
        here.run();
        assertEquals(Summary.ONLINE, here.account.state().summary());
        here.account.link(Protocol.XMPP).disconnect();
        here.run();
        assertEquals(
                LinkPhase.ONLINE,
                here.account.state().link(Protocol.SIP).orElseThrow().phase());
        here.close();
    }

    @Test
    void c6EachAspectHasItsStatusInTheUsersWords() {
        List<Aspect> up = world.account.state().aspects();
        assertEquals(
                List.of("Chat is available", "Calls are available"),
                up.stream().map(Aspect::text).toList());
        assertTrue(up.stream().allMatch(Aspect::isUp));
        world.sip.link().listener.state(new LinkState.Waiting(failure("The server does not answer"), Instant.EPOCH));
        world.run();
        Aspect calls = world.account.state().aspects().get(1);
        assertEquals(Aspect.Kind.CALLS, calls.kind());
        assertEquals(Protocol.SIP, calls.protocol());
        assertFalse(calls.isUp());
        assertEquals(
                "Calls are not available and will be tried again: The server does not answer. Until then they go by the"
                        + " chat server, to those who take them there",
                calls.text());
        assertEquals("Chat is available", world.account.state().aspects().get(0).text());
        world.xmpp.link().listener.state(new LinkState.Failed(failure("The password is wrong")));
        world.run();
        assertEquals(
                List.of(
                        "Chat is not available: The password is wrong",
                        "Calls are not available and will be tried again: The server does not answer"),
                world.account.state().aspects().stream().map(Aspect::text).toList());
        world.sip.link().goOnline();
        world.run();
        assertEquals(
                "Chat is not available: The password is wrong. Until then messages go by the telephony server, to those"
                        + " who take them there",
                world.account.state().aspects().get(0).text());
    }

    @Test
    void c6ASingleHalfIsBothAspects() {
        World here = new World(AccountConfig.builder("Alice")
                .xmpp("alice@example.com", "secret")
                .build());
        assertEquals(
                List.of("Chat is switched off", "Calls are switched off"),
                here.account.state().aspects().stream().map(Aspect::text).toList());
        here.xmpp.link().silent = true;
        here.account.connect();
        here.xmpp.link().listener.state(new LinkState.Connecting());
        here.run();
        assertEquals(
                List.of("Chat is being connected", "Calls are being connected"),
                here.account.state().aspects().stream().map(Aspect::text).toList());
        assertEquals(Protocol.XMPP, here.account.state().aspects().get(1).protocol());
        here.xmpp.link().silent = false;
        here.close();
    }

    @Test
    void c7NobodySeesTheUserOnlineBeforeTheyCanBeCalled() {
        World here = new World(alice().xmppAfterSip(true).build());
        here.sip.link().silent = true;
        CompletableFuture<AccountState> connected = here.account.connect();
        here.run();
        assertEquals(List.of(), here.xmpp.link().did);
        here.sip.link().goOnline();
        here.run();
        assertEquals(List.of("connect"), here.xmpp.link().did);
        assertEquals(Summary.ONLINE, connected.join().summary());
        here.sip.link().silent = false;
        here.close();
    }

    @Test
    void c7ASipSignInThatSucceedsLaterBringsXmppWithIt() {
        World here = new World(alice().xmppAfterSip(true).build());
        here.sip.link().silent = true;
        CompletableFuture<AccountState> connected = here.account.connect();
        here.sip.link().listener.state(new LinkState.Waiting(failure("no answer"), Instant.EPOCH));
        here.run();
        assertTrue(connected.isCompletedExceptionally(), "which is told");
        assertEquals(List.of(), here.xmpp.link().did);
        here.sip.link().goOnline();
        here.run();
        assertEquals(Summary.ONLINE, here.account.state().summary());
        here.sip.link().silent = false;
        here.close();
    }

    @Test
    void c7WhoSignsOutBeforeThatIsNotSignedIn() {
        World here = new World(alice().xmppAfterSip(true).build());
        here.sip.link().silent = true;
        CompletableFuture<AccountState> connected = here.account.connect();
        here.run();
        here.account.disconnect();
        here.run();
        here.sip.link().goOnline();
        here.run();
        assertFalse(here.xmpp.link().did.contains("connect"));
        assertTrue(connected.isCompletedExceptionally());
        here.sip.link().silent = false;
        here.close();
    }

    @Test
    void c8TheListAndPresenceAndMessagesComeFromXmppAndCallsGoBySip() {
        Contact bob = onRoster(world, BOB);
        assertEquals(List.of(bob), world.account.contacts().all());
        world.account.publish(OwnPresence.of(Availability.AWAY));
        world.account.conversation(bob).send("Hello");
        Call call = world.account.call(bob);
        world.run();
        assertEquals(1, world.xmpp.link().sent.size());
        assertTrue(world.xmpp.link().published.stream().anyMatch(own -> own.availability() == Availability.AWAY));
        assertEquals(Protocol.SIP, call.route().orElseThrow().protocol());
    }

    @Test
    void c9WhoHasANumberInTheirVCardCanBeCalledThere() {
        World here = new World(alice().sameRealm(false).build()).online();
        Contact carol = onRoster(here, CAROL);
        here.xmpp.link().can = Set.of(Capability.MESSAGE);
        assertEquals(List.of(), here.account.callRoutes(carol).routes());
        here.xmpp.link().vCard = VCard.EMPTY.withAddresses(Set.of(NUMBER));
        here.pass(Duration.ofSeconds(3));
        Answer answer = here.account.callRoutes(carol);
        assertEquals(
                List.of(NUMBER), answer.routes().stream().map(Route::target).toList());
        assertEquals(
                "They say that this is their telephone number",
                answer.routes().get(0).why());
        Call call = here.account.call(carol);
        here.run();
        assertEquals(NUMBER, call.route().orElseThrow().target());
        here.close();
    }

    @Test
    void c11AddressesAreOnePersonOnlyOnceThatIsVerified() {
        World here = new World(alice().sameRealm(false).build()).online();
        Contact bob = onRoster(here, BOB);
        assertEquals(Set.of(BOB), bob.addresses(), "the same name at two services is no proof");
        here.xmpp.link().listener.claims(BOB, PersonClaim.Kind.PRESENCE, Set.of(BOB_SIP));
        here.run();
        assertEquals(Set.of(BOB), bob.addresses(), "a hint of XEP-0152 is none, either");
        assertEquals(1, bob.hints().size());
        here.account.contacts().directory("Company", true, List.of(DirectoryEntry.of("Bob", BOB, BOB_SIP)));
        here.run();
        assertEquals(Set.of(BOB, BOB_SIP), bob.addresses());
        assertTrue(bob.mergedBecause().contains("one entry of Company"), bob.mergedBecause());
        here.close();
    }

    @Test
    void c12OneAccountThatCanCallCallsAtOnce() {
        Call call = world.account.call(onRoster(world, BOB));
        world.run();
        assertEquals(CallPhase.DIALING, call.phase());
    }

    @Test
    void c13TheLinkedHalvesArePreferredThoughTheOthersCould() {
        Contact bob = onRoster(world, BOB);
        Address device = Address.xmpp("bob@example.com/phone");
        world.xmpp.link().listener.capabilities(device, Set.of(Capability.AUDIO_CALL, Capability.MESSAGE));
        world.run();
        List<Route> routes = world.account.callRoutes(bob).routes();
        assertEquals(
                List.of(BOB_SIP, device), routes.stream().map(Route::target).toList());
        assertEquals(
                "SIP comes first for calls when an account has both halves (RFC 7081)",
                routes.get(0).why());
    }

    @Test
    void c14OfAccountsWithoutARelationshipEachTellsItsWays() {
        World here = new World(
                AccountConfig.builder("Work").sip("alice@example.com", "secret").build());
        here.account.connect();
        Account chat = here.duet.account(AccountConfig.builder("Private")
                .xmpp("alice@example.org", "secret")
                .build());
        chat.connect();
        here.run();
        here.account.contacts().add("sip:bob@example.com");
        here.xmpp.link().listener.rosterEntry(new RosterEntry(BOB, "", Set.of(), RosterEntry.Visibility.BOTH, false));
        here.run();
        Answer work =
                here.account.callRoutes(here.account.contacts().find(BOB_SIP).orElseThrow());
        Answer home = chat.callRoutes(chat.contacts().find(BOB).orElseThrow());
        assertEquals(List.of(BOB_SIP), work.routes().stream().map(Route::target).toList());
        assertEquals(List.of(BOB), home.routes().stream().map(Route::target).toList(), "Jingle among them");
        here.close();
    }

    @Test
    void c15ACallerIsFoundByTheNumberInAVCard() {
        World here = new World(alice().sameRealm(false).build()).online();
        Contact carol = onRoster(here, CAROL);
        here.xmpp.link().vCard = VCard.EMPTY.withAddresses(Set.of(NUMBER));
        here.pass(Duration.ofSeconds(3));
        Call call = calls(here, Address.sip("sip:+49301234567@example.com;user=phone"));
        Match match = call.identity().orElseThrow();
        assertEquals(carol, match.contact());
        assertEquals("has this address in the vCard", match.because());
        here.close();
    }

    @Test
    void c16WhomACallNamesIsACueUntilTheirVCardConfirmsIt() {
        World here = new World(alice().sameRealm(false).readVCards(false).build()).online();
        Contact bob = onRoster(here, BOB);
        here.sip.link().listener.claims(BOB_SIP, PersonClaim.Kind.CALL_INFO, Set.of(BOB));
        Call call = calls(here, BOB_SIP);
        assertFalse(call.identity().orElseThrow().certain());
        assertTrue(call.contact().isEmpty());
        assertTrue(here.xmpp.link().did.contains("fetchVCard " + BOB));
        here.xmpp.link().listener.vCard(BOB, VCard.EMPTY.withAddresses(Set.of(BOB_SIP)));
        here.run();
        assertEquals(bob, call.contact().orElseThrow());
        assertTrue(here.last(CallerIdentified.class).match().orElseThrow().certain());
        here.close();
    }

    @Test
    void c17TheOwnXmppAddressIsToldToThoseWhoAreCalled() {
        assertEquals(Address.xmpp("alice@example.com"), alice().build().sip().impp());
        assertNull(alice().tellXmppAddress(false).build().sip().impp());
    }

    @Test
    void c18WhoIsUnknownMayCall() {
        Call call = calls(world, Address.sip("stranger@elsewhere.example"));
        assertEquals(CallPhase.INCOMING, call.phase());
        assertTrue(call.identity().isEmpty());
        assertEquals("stranger@elsewhere.example", call.remoteName());
    }

    @Test
    void c22WhatACallMayCostIsToldBeforeItIsMade() {
        World here = new World(alice().region("DE").build(), null, builder -> builder.numberPlan(new TestNumbers()))
                .online();
        here.account
                .contacts()
                .directory(
                        "Book",
                        true,
                        List.of(
                                DirectoryEntry.of("Colleague", Address.sip("1001@example.com")),
                                DirectoryEntry.of("Customer", Address.sip("bob@customer.example")),
                                DirectoryEntry.of("Home", NUMBER),
                                DirectoryEntry.of("Abroad", Address.tel("+12015550123")),
                                DirectoryEntry.of("Hotline", Address.tel("0800 1234567")),
                                DirectoryEntry.of("Quiz", Address.tel("0900 1234567")),
                                DirectoryEntry.of("Trunk", Address.sip("+12015550124@example.com"))));
        here.run();
        assertEquals(Set.of(), cautions(here, "sip:1001@example.com"));
        assertEquals(Set.of(Caution.OTHER_DOMAIN), cautions(here, "sip:bob@customer.example"));
        assertEquals(Set.of(Caution.TELEPHONE_NETWORK), cautions(here, "030 1234567"));
        assertEquals(Set.of(Caution.TELEPHONE_NETWORK, Caution.ABROAD), cautions(here, "001 201 5550123"));
        assertEquals(Set.of(), cautions(here, "0800 1234567"));
        assertEquals(Set.of(Caution.TELEPHONE_NETWORK, Caution.SPECIAL_RATE), cautions(here, "0900 1234567"));
        assertEquals(Set.of(Caution.TELEPHONE_NETWORK, Caution.ABROAD), cautions(here, "sip:+12015550124@example.com"));
        Call call = here.account.call("0900 1234567");
        here.run();
        assertTrue(call.route().orElseThrow().cautions().contains(Caution.SPECIAL_RATE));
        assertEquals("the number has a special rate", Caution.SPECIAL_RATE.text());
        here.close();
    }

    private static Set<Caution> cautions(World here, String address) {
        Contact contact = here.account.contacts().find(address).orElseThrow();
        return here.account.callRoutes(contact).routes().get(0).cautions();
    }

    @Test
    void c23ThatOneHalfIsProtectedLessIsTold() {
        assertEquals(List.of(), world.account.state().protectionGaps());
        assertEquals(List.of(), world.events(ProtectionUneven.class));
        secured(world.sip.link(), new LinkSecurity("", "", "Digest MD5"));
        secured(world.xmpp.link(), new LinkSecurity("TLSv1.3", "TLS_AES_128_GCM_SHA256", "SCRAM-SHA-256-PLUS"));
        ProtectionUneven told = world.last(ProtectionUneven.class);
        assertEquals(
                List.of(ProtectionGap.Kind.ENCRYPTION, ProtectionGap.Kind.AUTHENTICATION),
                told.gaps().stream().map(ProtectionGap::kind).toList());
        assertTrue(told.gaps().stream().allMatch(gap -> gap.weaker() == Protocol.SIP));
        assertEquals(
                "SIP is not encrypted on its way to the server, and XMPP is: use TLS for both",
                told.gaps().get(0).text());
        assertEquals(told.gaps(), world.account.state().protectionGaps());
        int before = world.events(ProtectionUneven.class).size();
        world.sip.link().disconnect();
        world.run();
        assertEquals(List.of(), world.account.state().protectionGaps());
        secured(world.sip.link(), new LinkSecurity("", "", "Digest MD5"));
        assertEquals(before, world.events(ProtectionUneven.class).size(), "it is not told twice");
    }

    private void secured(FakeLink half, LinkSecurity security) {
        half.listener.state(new LinkState.Online(Instant.EPOCH, half.config().address(), security));
        world.run();
    }
}
