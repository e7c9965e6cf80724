package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallAutoAnswered;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallHop;
import dev.duet.model.CallHop.Source;
import dev.duet.model.CallRules;
import dev.duet.model.CallRules.AutoAnswer;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call tells of itself, with SIPp: its way (RFC 7044, RFC 5806), its sound, and that nobody has to answer. */
@NeedsPeers({"kamailio", "sipp"})
class SippDetailsTest {

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippWasSentOnTwice() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU")) {
            Futures.await(account.connect());
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            account.on(IncomingCall.class, event -> incoming.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-diverted-caller.xml", kamailio, "alice")) {
                Call call = Futures.next(incoming);
                CallDetails details = call.details();
                Address carol = Address.sip("carol@sipp.test");
                Address alice = Address.sip("alice@" + Kamailio.DOMAIN);
                assertEquals(
                        List.of(
                                new CallHop(Source.HISTORY_INFO, carol, "", "1", 486, "Busy, sorry"),
                                new CallHop(Source.HISTORY_INFO, null, "", "1.1", 302, ""),
                                new CallHop(Source.HISTORY_INFO, alice, "", "1.1.1", 302, ""),
                                new CallHop(Source.DIVERSION, carol, "Carol", "", 0, "user-busy"),
                                new CallHop(Source.DIVERSION, null, "", "", 0, "unconditional")),
                        details.hops());
                assertEquals(Optional.of(carol), details.firstCalled());
                assertEquals(
                        List.of("urn:alert:source:external", "http://127.0.0.1:9/ring%E2%82%AC.wav"), details.alerts());
                Futures.await(call.answer());
                Futures.await(call.hangup());
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Answer-Mode: Auto;require",
                "Call-Info: <sip:sipp.invalid>;answer-after=0",
                "Alert-Info: <http://127.0.0.1:9/>;info=alert-autoanswer"
            })
    void sippIsAnsweredByItselfWhereTheRulesSaySo(String hint) {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU")) {
            Futures.await(account.connect());
            account.callRules(CallRules.NONE.withAutoAnswer(AutoAnswer.SERVER));
            List<Call> incoming = new CopyOnWriteArrayList<>();
            BlockingQueue<Call> answered = new LinkedBlockingQueue<>();
            account.on(IncomingCall.class, event -> incoming.add(event.call()));
            account.on(CallAutoAnswered.class, event -> answered.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-intercom-caller.xml", kamailio, "alice", Map.of("hint", hint))) {
                Call call = Futures.next(answered);
                assertEquals(List.of(call), incoming);
                SippEcho.isHeard(folder, call, sipp, taken -> {});
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void sippIsRefusedRatherThanRungWhereTheRulesDoNot() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.TCP, "PCMU")) {
            Futures.await(account.connect());
            List<Call> incoming = new CopyOnWriteArrayList<>();
            account.on(IncomingCall.class, event -> incoming.add(event.call()));
            try (Sipp sipp = Sipp.caller(folder, "sipp-refused-intercom-caller.xml", kamailio, "alice")) {
                assertTrue(sipp.succeeded(), () -> sipp.process().log());
                assertEquals(List.of(), incoming);
            }
        }
    }
}
