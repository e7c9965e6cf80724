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

    private static final double FOLLOWING = 0.9;

    private SippEcho() {}

    /** Calls it, speaks to it and hears it all; does that with the call before it is connected. */
    static void isHeard(Path folder, String scenario, Consumer<Call> before) {
        try (Sipp sipp = Sipp.callee(folder, scenario)) {
            isHeard(folder, sipp.uri(), sipp, before);
        }
    }

    /** The same by an address that leads to it. */
    static void isHeard(Path folder, String address, Sipp sipp, Consumer<Call> before) {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Account account = PeerAccounts.sip(kamailio, "alice", Transport.UDP, "PCMU")) {
            Futures.await(account.connect());
            isHeard(folder, account.call(address), sipp, before);
        }
    }

    /** The same in a call of either side's, which is taken by what is done before. */
    static void isHeard(Path folder, Call call, Sipp sipp, Consumer<Call> before) {
        Path alice = Speech.original(folder);
        Path echo = folder.resolve("echo.wav");
        call.media().source(Audio.wav(alice));
        call.media().sink(Audio.recordWav(echo));
        before.accept(call);
        connects(call, sipp);
        await("the echo")
                .atMost(Duration.ofSeconds(30))
                .until(() -> call.media().quality().packetsReceived() > 300);
        Futures.await(call.hangup());
        assertTrue(sipp.succeeded(), () -> sipp.process().log());
        SpeechCheck check = SpeechCheck.compare(alice, echo);
        assertTrue(check.following() >= 0.95, check::toString);
    }

    /** Says that in a call that is connected, hears it all, and hangs up. */
    static void comesBack(Path folder, Call call, Path says) {
        comesBack(folder, call, says, FOLLOWING);
    }

    /** The same where other programs may compute beside: other speech would be below 0.3. */
    static void comesBack(Path folder, Call call, Path says, double following) {
        Path heard = folder.resolve("heard.wav");
        call.media().source(Audio.wav(says));
        call.media().sink(Audio.recordWav(heard));
        comesBack(call, says, heard, following);
    }

    /** The same where source and sink are set. */
    static void comesBack(Call call, Path says, Path heard) {
        comesBack(call, says, heard, FOLLOWING);
    }

    private static void comesBack(Call call, Path says, Path heard, double following) {
        long before = call.media().quality().packetsReceived();
        await("the echo").until(() -> call.media().quality().packetsReceived() > before + Speech.PACKETS);
        Futures.await(call.hangup());
        SpeechCheck check = SpeechCheck.compare(says, heard);
        assertTrue(check.following() >= following, check::toString);
    }

    /** Tells what SIPp says about it when the call does not connect. */
    private static void connects(Call call, Sipp sipp) {
        try {
            Futures.await(call.connected());
        } catch (IllegalStateException e) {
            throw new AssertionError(call.state() + "\nSIPp:\n" + sipp.process().log(), e);
        }
    }
}
