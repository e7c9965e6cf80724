package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallReplaced;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.MediaConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.TransferRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Call park and pickup (RFC 5359 2.15, 2.16) with SIPp through Kamailio: who parks, keeps, is parked, is picked up. */
@NeedsPeers({"kamailio", "sipp"})
class SippParkTest extends AtKamailio {

    private static final String PARKER = "sip:sipp@sipp.invalid";

    private final List<CallReplaced> replaced = new CopyOnWriteArrayList<>();

    @Override
    Account open() {
        return Duet.open(AccountConfig.builder("alice")
                .sip("alice@" + Kamailio.DOMAIN, Kamailio.PASSWORD, PeerAccounts.at(kamailio, Transport.TCP))
                .media(MediaConfig.DEFAULT.withCodecs("PCMU"))
                .transfers(TransferRules.DEFAULT.withOutOfCall(TransferRules.Answer.ACCEPT))
                .build());
    }

    @BeforeEach
    void listen() {
        alice.on(CallReplaced.class, replaced::add);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weParkWithSipp() {
        try (Sipp bob = Sipp.callee(folder, "sipp-callee.xml");
                Sipp garage = Sipp.callee(folder, "sipp-parking-callee.xml")) {
            Call call = alice.call(bob.uri());
            Futures.await(call.connected());
            Futures.await(call.park(garage.uri()));
            assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
            assertTrue(garage.succeeded(), () -> garage.process().log());
            assertTrue(bob.succeeded(), () -> bob.process().log());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
        "sipp-replaced-callee.xml, ?Replaces=dialog%40sipp%3Bto-tag%3Dt1%3Bfrom-tag%3Dt2",
        "sipp-callee.xml, ''" // to click to dial (2.18)
    })
    void weKeepWhatSippParksAndCallWhomItSays(String scenario, String dialog) {
        Path heard = folder.resolve("heard.wav");
        Path says = Speech.beginning(folder);
        try (Sipp callee = Sipp.callee(folder, scenario);
                Sipp sipp = Sipp.caller(
                        folder,
                        "sipp-parking-caller.xml",
                        kamailio,
                        "alice",
                        Map.of("target", callee.uri() + dialog))) {
            await("the call").until(() -> !alice.calls().isEmpty());
            Call call = alice.calls().get(0);
            call.media().source(Audio.wav(says));
            call.media().sink(Audio.recordWav(heard));
            Futures.await(call.connected());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
            SippEcho.comesBack(call, says, heard);
            assertTrue(callee.succeeded(), () -> callee.process().log());
        }
    }

    /** Both are INVITE with Replaces, of who keeps the call and of who fetches it. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void weAreParkedAndFetched() {
        Path says = Speech.beginning(folder);
        try (Sipp bob = Sipp.caller(folder, "sipp-consulting-caller.xml", kamailio, "alice")) {
            Call call = Futures.next(incoming);
            Futures.await(call.answer());
            try (Sipp garage = replacing(bob.logged())) {
                assertTrue(bob.succeeded(), () -> bob.process().log());
                try (Sipp fetcher = replacing(garage.logged())) {
                    assertTrue(garage.succeeded(), () -> garage.process().log());
                    await("who fetches").until(() -> replaced.size() == 2);
                    assertEquals(CallPhase.ACTIVE, call.phase());
                    assertEquals(0, incoming.size(), "nothing rings");
                    SippEcho.comesBack(folder, call, says);
                    assertTrue(fetcher.succeeded(), () -> fetcher.process().log());
                }
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void ourCallIsPickedUpWhileItRings() {
        Path says = Speech.beginning(folder);
        try (Sipp bob = Sipp.callee(folder, "sipp-ringing-callee.xml")) {
            Call call = alice.call(bob.uri());
            await("ringing").until(() -> call.phase() == CallPhase.ALERTING);
            try (Sipp carol = replacing(bob.logged())) {
                Futures.await(call.connected());
                assertTrue(bob.succeeded(), () -> bob.process().log());
                assertEquals(call, replaced.get(0).call());
                SippEcho.comesBack(folder, call, says);
                assertTrue(carol.succeeded(), () -> carol.process().log());
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void whatWasAnsweredMeanwhileIsNotPickedUp() {
        try (Sipp bob = Sipp.caller(folder, "sipp-consulting-caller.xml", kamailio, "alice")) {
            Call call = Futures.next(incoming);
            Futures.await(call.answer());
            Map<String, String> words = Map.of("replaces", bob.logged());
            try (Sipp carol = Sipp.caller(folder, "sipp-too-late-caller.xml", kamailio, "alice", words)) {
                assertTrue(carol.succeeded(), () -> carol.process().log());
            }
            assertEquals(CallPhase.ACTIVE, call.phase());
            assertEquals(List.of(), replaced);
            Futures.await(call.hangup());
            assertTrue(bob.succeeded(), () -> bob.process().log());
        }
    }

    private Sipp replacing(String dialog) {
        return Sipp.caller(
                folder, "sipp-replacing-caller.xml", kamailio, "alice", Map.of("replaces", dialog, "by", PARKER));
    }
}
