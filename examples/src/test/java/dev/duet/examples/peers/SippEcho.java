package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** A call to a SIPp that sends back what it hears. */
final class SippEcho {

    private SippEcho() {}

    /** Speaks to it and hears it all; does that with the call before it is connected. */
    static void isHeard(Path folder, String scenario, Consumer<Call> before) {
        Path alice = Speech.original(folder);
        Path echo = folder.resolve("echo.wav");
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU");
                Sipp sipp = Sipp.callee(folder, scenario)) {
            Futures.await(account.connect());
            Call call = account.call(sipp.uri());
            call.media().source(Audio.wav(alice));
            call.media().sink(Audio.recordWav(echo));
            before.accept(call);
            Futures.await(call.connected());
            await("the echo")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> call.media().quality().packetsReceived() > 300);
            Futures.await(call.hangup());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
        SpeechCheck check = SpeechCheck.compare(alice, echo);
        assertTrue(check.following() >= 0.95, check::toString);
    }
}
