package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Capability;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.XmppServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Jingle calls that begin with a spoilt description, from a contact whom the user trusts. Each stanza has its answer
 * and each call its end, none leaves anything behind, and the next call is as good as any. Bounded, with fixed seeds.
 */
@Tag("beside")
class HostileProposalsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 150;

    private final DuetSandbox sandbox = DuetSandbox.start();
    private final SandboxAccounts accounts = SandboxAccounts.of(sandbox);
    private final SandboxUser alice = sandbox.addUser("alice", "secret-a");
    private final SandboxUser bob = sandbox.addUser("bob", "secret-b");
    private final BlockingQueue<Call> rung = new LinkedBlockingQueue<>();
    private final Escapes escapes = new Escapes();
    private final Mutations mutations = new Mutations(41);
    private final Account here = account(alice);
    private String initiate = "";
    private String accept = "";
    private String caps = "";

    private Account account(SandboxUser user) {
        return Duet.open(AccountConfig.builder(user.name())
                .xmpp(user.jid(), user.password(), accounts.xmpp())
                .acceptContacts(true)
                .build());
    }

    @BeforeEach
    void listen() {
        sandbox.xmpp().befriend("alice", "bob");
        here.on(IncomingCall.class, event -> rung.add(event.call()));
        Futures.await(here.connect());
        aGoodCallEachWay();
        initiate = heard("session-initiate");
        accept = heard("session-accept");
        caps = heard("http://jabber.org/protocol/caps")
                .replaceAll("(?s).*(<c [^>]*http://jabber.org/protocol/caps[^>]*/>).*", "$1");
    }

    @AfterEach
    void nothingEscaped() {
        try {
            escapes.assertNone();
        } finally {
            here.close();
            escapes.close();
            sandbox.close();
        }
    }

    private String heard(String what) {
        return sandbox.xmpp().exchange().stream()
                .filter(each -> each.direction() == XmppServer.Direction.SENT
                        && each.session().startsWith("alice")
                        && each.text().contains("/")
                        && each.text().contains("bob@")
                        && each.text().contains(what))
                .map(XmppServer.Exchange::text)
                .findFirst()
                .orElseThrow();
    }

    private void aGoodCallEachWay() {
        try (Account there = account(bob)) {
            there.on(IncomingCall.class, event -> rung.add(event.call()));
            Futures.await(there.connect());
            for (Account each : List.of(here, there)) {
                String other = each == here ? bob.jid() : alice.jid();
                awaitDevice(each, other);
                Talk.begin(each.call(each.contacts().find(other).orElseThrow()), Futures.next(rung))
                        .end();
            }
        }
        sandbox.xmpp().awaitOffline("bob", SOON);
    }

    private static void awaitDevice(Account account, String other) {
        await("a device").atMost(SOON).until(() -> account.contacts()
                .find(other)
                .filter(contact -> contact.capabilities().contains(Capability.AUDIO_CALL))
                .isPresent());
    }

    private RawXmpp raw() {
        RawXmpp raw = new RawXmpp(
                sandbox.authority().trustingContext(),
                sandbox.xmpp().directTlsPort(),
                bob.jid(),
                bob.password(),
                "raw");
        raw.send("<presence>" + caps + "</presence>");
        awaitDevice(here, bob.jid());
        return raw;
    }

    /** That action of a call, with what was described there, spoilt. */
    private String spoilt(String genuine, String sid, String id) {
        String jingle = genuine.replaceFirst("(?s)^<iq[^>]*>", "").replaceFirst("(?s)</iq>\\s*$", "");
        int head = jingle.indexOf('>') + 1;
        String changed = jingle.substring(0, head).replaceFirst(" sid=(['\"])[^'\"]*['\"]", " sid='" + sid + "'")
                + mutations.elements(jingle.substring(head));
        return "<iq type='set' id='" + id + "' to='" + RawXmpp.attribute(genuine, "to") + "'>" + changed + "</iq>";
    }

    private static boolean answers(String stanza, String id) {
        return stanza.startsWith("<iq")
                && RawXmpp.idOf(stanza).equals(id)
                && !RawXmpp.attribute(stanza, "type").equals("set");
    }

    private static boolean isOf(String stanza, String sid, String action) {
        return stanza.contains(sid) && stanza.contains(action);
    }

    private String terminate(String sid, String id) {
        return "<iq type='set' id='" + id + "' to='" + RawXmpp.attribute(initiate, "to")
                + "'><jingle xmlns='urn:xmpp:jingle:1' action='session-terminate' sid='" + sid
                + "'><reason><success/></reason></jingle></iq>";
    }

    private void isOver(long socketsBefore) {
        await("what calls leave behind").atMost(SOON).untilAsserted(() -> {
            assertEquals(List.of(), here.calls());
            assertTrue(OpenFiles.sockets() <= socketsBefore, () -> OpenFiles.sockets() + " of " + socketsBefore);
        });
    }

    @Test
    void aSpoiltSessionInitiateRingsOrIsRefused() {
        int taken = 0;
        long sockets;
        try (RawXmpp raw = raw()) {
            sockets = OpenFiles.sockets();
            for (int i = 0; i < MANY; i++) {
                String sid = "spoilt" + i + "x";
                raw.send(spoilt(initiate, sid, "i" + i));
                String id = "i" + i;
                String answer = raw.await(stanza -> answers(stanza, id));
                if (RawXmpp.attribute(answer, "type").equals("error")) {
                    assertTrue(answer.contains("urn:ietf:params:xml:ns:xmpp-stanzas"), answer);
                    continue;
                }
                String told = raw.await(
                        stanza -> isOf(stanza, sid, "session-terminate") || isOf(stanza, sid, "session-info"));
                if (told.contains("session-info")) {
                    taken++;
                    Call call = Futures.next(rung);
                    if (i % 2 == 0) {
                        call.answer();
                        raw.await(stanza ->
                                isOf(stanza, sid, "session-accept") || isOf(stanza, sid, "session-terminate"));
                    }
                    raw.send(terminate(sid, "t" + i));
                    String last = "t" + i;
                    raw.await(stanza -> answers(stanza, last));
                    assertNotNull(Futures.await(call.ended()).kind());
                }
                raw.forget();
            }
            assertTrue(taken > 5 && taken < MANY - 5, taken + " taken");
            isOver(sockets);
        }
        assertTrue(rung.isEmpty());
        aGoodCallEachWay();
    }

    @Test
    void aSpoiltSessionAcceptConnectsOrEndsTheCall() {
        int taken = 0;
        try (RawXmpp raw = raw()) {
            long sockets = OpenFiles.sockets();
            for (int i = 0; i < MANY; i++) {
                Call call = here.call(here.contacts().find(bob.jid()).orElseThrow());
                String propose = raw.await(stanza -> stanza.contains("<propose"));
                String sid = propose.replaceAll("(?s).*<propose[^>]* id=['\"]([^'\"]*)['\"].*", "$1");
                raw.send("<message type='chat' id='p" + i + "' to='" + RawXmpp.attribute(propose, "from")
                        + "'><proceed xmlns='urn:xmpp:jingle-message:0' id='" + sid
                        + "'/><store xmlns='urn:xmpp:hints'/></message>");
                raw.await(stanza -> isOf(stanza, sid, "session-initiate"));
                String id = "a" + i;
                raw.send(spoilt(accept, sid, id));
                String answer = raw.await(stanza -> answers(stanza, id));
                if (RawXmpp.attribute(answer, "type").equals("error")) {
                    assertTrue(answer.contains("urn:ietf:params:xml:ns:xmpp-stanzas"), answer);
                } else {
                    taken++;
                }
                raw.send(terminate(sid, "t" + i));
                String last = "t" + i;
                raw.await(stanza -> answers(stanza, last));
                assertNotNull(Futures.await(call.ended()).kind());
                raw.forget();
            }
            assertTrue(taken > 5 && taken < MANY - 5, taken + " taken");
            isOver(sockets);
        }
        aGoodCallEachWay();
    }
}
