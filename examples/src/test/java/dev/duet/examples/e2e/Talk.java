package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason.Kind;
import java.time.Duration;
import java.util.List;

/** A call between two accounts, in which both say something. */
record Talk(Call call, Call atCallee) {

    static final Duration SOON = Duration.ofSeconds(30);

    static Talk begin(Call call, Call atCallee) {
        call.media().source(Audio.tone(500));
        atCallee.media().source(Audio.tone(700));
        Futures.await(atCallee.answer());
        Futures.await(call.connected());
        Talk talk = new Talk(call, atCallee);
        talk.goesOn();
        return talk;
    }

    void goesOn() {
        for (Call each : List.of(call, atCallee)) {
            long before = each.media().quality().packetsReceived();
            await("sound")
                    .atMost(SOON)
                    .untilAsserted(() -> assertTrue(
                            each.media().quality().packetsReceived() > before + 20,
                            () -> each.state() + ", " + each.media().quality()));
            assertEquals(CallPhase.ACTIVE, each.phase());
        }
    }

    /** The signalling still does what it is told. */
    void end() {
        Futures.await(call.hold());
        Futures.await(call.resume());
        goesOn();
        Futures.await(call.hangup());
        assertEquals(Kind.HANGUP, Futures.await(atCallee.ended()).kind());
    }
}
