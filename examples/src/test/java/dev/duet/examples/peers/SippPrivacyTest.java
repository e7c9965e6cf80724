package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallAutoAnswered;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.AnswerWish;
import dev.duet.model.CallHop;
import dev.duet.model.CallOptions;
import dev.duet.model.CallRules;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipPrivacy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Calls that do not tell who calls (RFC 3323, RFC 3325), all of an account or a single one with more wishes (RFC 5373,
 * RFC 3261 20.4), with SIPp, as caller and as callee.
 */
@NeedsPeers({"kamailio", "sipp"})
class SippPrivacyTest {

    @TempDir
    private Path folder;

    private static Account alice(Kamailio kamailio, SipPrivacy... asked) {
        return PeerAccounts.sip(
                "alice",
                half -> PeerAccounts.at(kamailio, Transport.UDP).apply(half).privacy(asked),
                "PCMU");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippIsNotToldWhoCalls() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = alice(kamailio, SipPrivacy.USER, SipPrivacy.ID);
                Sipp sipp = Sipp.callee(folder, "sipp-private-callee.xml")) {
            Futures.await(account.connect());
            Call call = account.call(sipp.uri());
            Futures.await(call.connected());
            assertEquals(
                    Optional.of(Address.sip("carol@sip.test")), call.details().firstCalled());
            assertEquals(
                    List.of(302, 0),
                    call.details().hops().stream().map(CallHop::status).toList());
            Futures.await(call.hangup());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippGetsTheWishesOfOneCallAndNoneOfTheNext() {
        CallOptions wishes = CallOptions.DEFAULT
                .withCallerHidden()
                .withAnswer(AnswerWish.AUTO_REQUIRED)
                .withAlerts("urn:alert:source:internal", "http://127.0.0.1:9/ring.wav");
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = alice(kamailio);
                Sipp wished = Sipp.callee(folder, "sipp-wished-callee.xml");
                Sipp plain = Sipp.callee(folder, "sipp-plain-callee.xml")) {
            Futures.await(account.connect());
            Call first = account.call(wished.uri(), wishes);
            Futures.await(first.connected());
            Futures.await(first.hold());
            Futures.await(first.hangup());
            Call second = account.call(plain.uri());
            Futures.await(second.connected());
            Futures.await(second.hangup());
            assertTrue(wished.succeeded(), () -> wished.process().log());
            assertTrue(plain.succeeded(), () -> plain.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void theServerTellsWhoSippIsWhichIsEnoughToAnswerByItself() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = alice(kamailio)) {
            Futures.await(account.connect());
            account.callRules(CallRules.NONE.withAutoAnswer(CallRules.AutoAnswer.ASSERTED));
            BlockingQueue<Call> answered = new LinkedBlockingQueue<>();
            account.on(CallAutoAnswered.class, event -> answered.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-asserted-caller.xml", kamailio, "alice")) {
                Call call = Futures.next(answered);
                assertEquals(Address.sip("carol@sip.test"), call.remote());
                assertEquals("Carol", call.remoteName());
                assertTrue(call.details().asserted());
                SippEcho.isHeard(folder, call, sipp, taken -> {});
            }
        }
    }
}
