package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason.Kind;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.junit.Sandbox;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody who is blocked at the XMPP server, and comes by SIP. */
@Sandbox(users = {"alice", "bob"})
@Tag("beside")
class BlockedTest {

    @Test
    void whoIsBlockedByXmppIsNotHeardBySipEither(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        AccountConfig phone = AccountConfig.builder("Alice")
                .sip(alice.sipUri(), alice.password(), accounts.sip())
                .build();
        try (Account caller = Duet.open(phone);
                Account blocking = Duet.open(accounts.both(bob).build())) {
            List<String> heard = new CopyOnWriteArrayList<>();
            List<Call> rang = new CopyOnWriteArrayList<>();
            blocking.on(MessageReceived.class, e -> heard.add(e.message().body()));
            blocking.on(IncomingCall.class, e -> rang.add(e.call()));
            Futures.await(caller.connect());
            Futures.await(blocking.connect());
            Futures.await(blocking.blockList().block(Address.xmpp(alice.jid())));

            Call call = caller.call(bob.sipUri());
            assertEquals(Kind.DECLINED, Futures.await(call.ended()).kind());
            Futures.await(caller.conversation(bob.sipUri()).send("Unheard"));
            Futures.await(blocking.blockList().unblock(Address.sip(alice.sipUri())));
            Futures.await(caller.conversation(bob.sipUri()).send("Heard"));
            await("what is said afterwards").until(() -> heard.contains("Heard"));
            assertEquals(List.of("Heard"), heard);
            assertTrue(rang.isEmpty());

            Call again = caller.call(bob.sipUri());
            await("it rings").until(() -> rang.size() == 1);
            Futures.await(again.hangup());
            assertEquals(CallPhase.ENDED, again.phase());
            assertEquals(List.of(), sandbox.violations());
        }
    }
}
