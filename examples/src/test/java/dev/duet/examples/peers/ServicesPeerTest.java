package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.CommandStep.Action;
import dev.duet.model.CommandStep.Status;
import dev.duet.model.Failure;
import dev.duet.model.Form;
import dev.duet.model.FoundPerson;
import dev.duet.model.PushTarget;
import dev.duet.model.ServiceContact;
import dev.duet.model.ServiceContact.Purpose;
import dev.duet.model.XmppConfig.Encryption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a real server offers beside talking: a directory of users, commands, push services. */
abstract class ServicesPeerTest extends AtServer {

    /** The users that the server has; root rules it. */
    static final String[] USERS = {"alice", "bob", "root"};

    private static final String ADD_USER = "http://jabber.org/protocol/admin#add-user";
    private static final Address SERVER = Address.xmpp(XmppPeer.DOMAIN);

    private final List<Account> open = new ArrayList<>();

    /** Whether it has commands (XEP-0050). */
    boolean hasCommands() {
        return true;
    }

    /** Whether it has a directory of users (XEP-0055). */
    boolean hasDirectory() {
        return true;
    }

    /** Whether it says how those are reached who run it (XEP-0157). */
    boolean hasContacts() {
        return true;
    }

    /** Whether it tells push services (XEP-0357). */
    boolean hasPush() {
        return true;
    }

    @AfterEach
    void close() {
        open.forEach(Account::close);
    }

    private Account online(String user) {
        Account account = PeerAccounts.xmpp(server(), user, Encryption.STARTTLS);
        open.add(account);
        Futures.await(account.connect());
        return account;
    }

    @Test
    void whoRulesTheServerMakesAUserByACommand() {
        assumeTrue(hasCommands(), "This server has no commands (XEP-0050)");
        Account root = online("root");
        CommandListing addUser = Futures.await(root.services().commands(SERVER)).stream()
                .filter(command -> command.node().equals(ADD_USER))
                .findFirst()
                .orElseThrow();
        assertTrue(!addUser.name().isEmpty());
        CommandStep first = Futures.await(root.services().execute(addUser));
        assertEquals(Status.EXECUTING, first.status());
        assertTrue(first.actions().containsAll(List.of(Action.COMPLETE, Action.CANCEL)), first.toString());
        assertNotNull(first.form());
        assertEquals(
                Form.Kind.SECRET, first.form().field("password").orElseThrow().kind());
        CommandStep given = Futures.await(root.services().go(first, Action.CANCEL, null));
        assertEquals(Status.CANCELED, given.status());
        assertThrows(IllegalArgumentException.class, () -> root.services().go(given, Action.COMPLETE, null));

        String user = "made" + UUID.randomUUID().toString().replace("-", "");
        CommandStep again = Futures.await(root.services().execute(addUser));
        Form form = again.form()
                .with("accountjid", user + "@" + XmppPeer.DOMAIN)
                .with("password", XmppPeer.PASSWORD)
                .with("password-verify", XmppPeer.PASSWORD);
        assertTrue(!form.toString().contains(XmppPeer.PASSWORD), "a secret shows itself to nobody");
        CommandStep done = Futures.await(root.services().go(again, Action.COMPLETE, form));
        assertEquals(Status.COMPLETED, done.status(), done.toString());
        online(user);

        Failure refused = Futures.failure(online("alice").services().execute(addUser));
        assertEquals(Failure.Kind.REFUSED, refused.kind());
    }

    @Test
    void peopleAreFoundInADirectory() {
        Account alice = online("alice");
        List<Address> directories = Futures.await(alice.services().directories());
        assertEquals(hasDirectory(), !directories.isEmpty());
        assumeTrue(hasDirectory(), "This server has no directory of users (XEP-0055)");
        byte[] picture = "a picture".getBytes(StandardCharsets.UTF_8);
        Futures.await(online("bob").profiles().publish(Avatar.of("image/png", picture)));
        Form form = Futures.await(alice.services().searchForm(directories.get(0)));
        await("listed")
                .until(() -> !Futures.await(alice.services().search(directories.get(0), form.with("user", "bob")))
                        .isEmpty());
        List<FoundPerson> found = Futures.await(alice.services().search(directories.get(0), form.with("user", "bob")));
        assertEquals(1, found.size());
        assertEquals(Address.xmpp("bob@" + XmppPeer.DOMAIN), found.get(0).address());
        assertEquals(
                List.of(), Futures.await(alice.services().search(directories.get(0), form.with("user", "nobody"))));
    }

    @Test
    void whoRunsTheServerCanBeReached() {
        Account alice = online("alice");
        List<ServiceContact> told = Futures.await(alice.services().contactAddresses(SERVER));
        assertEquals(hasContacts(), !told.isEmpty());
        assumeTrue(hasContacts(), "This server does not say who runs it (XEP-0157)");
        assertEquals(
                List.of(
                        new ServiceContact(Purpose.ABUSE, URI.create("mailto:abuse@xmpp.test")),
                        new ServiceContact(Purpose.ABUSE, URI.create("xmpp:root@xmpp.test")),
                        new ServiceContact(Purpose.SUPPORT, URI.create("https://xmpp.test/help"))),
                told);
        Failure nobody = Futures.failure(alice.services().contactAddresses(Address.xmpp("nobody." + XmppPeer.DOMAIN)));
        assertTrue(nobody.wire() != null, nobody.toString());
    }

    @Test
    void aPushServiceIsNamedAndTakenBack() {
        Account alice = online("alice");
        Address service = Address.xmpp("push." + XmppPeer.DOMAIN);
        PushTarget target = new PushTarget(service, "device", Map.of("secret", "tell-nobody"));
        assertTrue(!target.toString().contains("tell-nobody"));
        if (!hasPush()) {
            Failure refused = Futures.failure(alice.services().enablePush(target));
            assertEquals(Failure.Kind.UNSUPPORTED, refused.kind());
        }
        assumeTrue(hasPush(), "This server tells no push services (XEP-0357)");
        Futures.await(alice.services().enablePush(target));
        Futures.await(alice.services().disablePush(service, "device"));
        Futures.await(alice.services().enablePush(PushTarget.of(service, "other")));
        Futures.await(alice.services().disablePush(service, ""));
    }
}
