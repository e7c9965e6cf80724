package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.ConferenceChanged;
import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.examples.Futures;
import dev.duet.model.Conference;
import dev.duet.model.Conference.Device;
import dev.duet.model.Conference.Participant;
import dev.duet.model.Conference.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to conferences (RFC 4579), and who takes part in them (RFC 4575), with SIPp for the focus. */
@NeedsPeers("sipp")
@Tag("beside")
class SippConferenceTest {

    private static final Participant CAROL =
            participant("carol", "Carol", List.of("moderator"), "phone", Status.ON_HOLD);
    private static final Participant CAROL_BACK =
            participant("carol", "Carol", List.of("moderator"), "phone", Status.CONNECTED);
    private static final Participant ALICE = participant("alice", "", List.of(), "laptop", Status.CONNECTED);
    private static final Participant DAVE = participant("dave", "", List.of(), "phone", Status.DIALING_OUT);

    @TempDir
    private Path folder;

    private final List<Optional<Conference>> told = new CopyOnWriteArrayList<>();

    private static Participant participant(String who, String name, List<String> roles, String at, Status status) {
        Device device = new Device("sip:" + who + "@" + at + ".sipp.test", "", status);
        return new Participant("sip:" + who + "@sipp.test", name, roles, List.of(device));
    }

    private Call call(Account account) {
        account.on(ConferenceChanged.class, event -> told.add(event.conference()));
        Futures.await(account.connect());
        Call call = account.call("sip:c7@sipp.test");
        call.media().source(AudioSource.silence());
        call.media().sink(AudioSink.discard());
        Futures.await(call.connected());
        return call;
    }

    @Test
    void aConferenceTellsWhoTakesPartUntilTheCallEnds() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-focus.xml", 3, Map.of());
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Call call = call(account);
            await("four states").until(() -> told.size() == 4);
            assertEquals(
                    List.of(
                            Conference.UNTOLD,
                            new Conference("Budget", "", List.of(CAROL)),
                            new Conference("Budget", "", List.of(CAROL_BACK, ALICE)),
                            new Conference("Plans", "", List.of(DAVE))),
                    told.stream().map(Optional::orElseThrow).toList());
            assertEquals(told.get(3), call.conference());
            Futures.await(call.hangup());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
            assertEquals(4, told.size());
        }
    }

    @Test
    void theOtherSideMayBecomeOneAndCeaseToBeOneThatTellsNothing() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-joined-callee.xml", 3, Map.of());
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            Call call = call(account);
            await("the two changes").until(() -> told.size() == 2);
            assertEquals(Optional.of(Conference.UNTOLD), told.get(0));
            assertEquals(Optional.empty(), told.get(1));
            assertEquals(Optional.empty(), call.conference());
            Futures.await(call.hangup());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }
}
