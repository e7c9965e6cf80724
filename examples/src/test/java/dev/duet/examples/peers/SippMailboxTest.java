package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.event.MessageSummaryChanged;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.MessageSummary;
import dev.duet.model.MessageSummary.Count;
import dev.duet.model.MessageSummary.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits in a mailbox (RFC 3842), as SIPp tells it. */
@NeedsPeers("sipp")
@Tag("beside")
class SippMailboxTest {

    private static final Address ALICE = Address.sip("alice@sipp.test");

    @TempDir
    private Path folder;

    private final List<MessageSummaryChanged> told = new CopyOnWriteArrayList<>();

    @Test
    void weSubscribeAndAreTold() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-mailbox.xml", 2, Map.of());
                Account account = PeerAccounts.sip(
                        sipp, half -> half.publishPresence(false).messageSummary(true))) {
            account.on(MessageSummaryChanged.class, told::add);
            Futures.await(account.connect());
            await("two summaries").until(() -> told.size() == 2);
            MessageSummary first = new MessageSummary(
                    true,
                    Address.parse("sip:box@sipp.test"),
                    Map.of(Kind.VOICE, new Count(2, 8, 0, 2), Kind.FAX, new Count(1, 0, 0, 0)));
            MessageSummary second = new MessageSummary(false, null, Map.of(Kind.VOICE, new Count(0, 10, 0, 0)));
            assertEquals(
                    List.of(
                            new MessageSummaryChanged(account, ALICE, first),
                            new MessageSummaryChanged(account, ALICE, second)),
                    told);
            assertEquals(Optional.of(second), account.messageSummary());
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
        }
    }

    @Test
    void whatTheRegistrarTellsByItselfIsTaken() {
        try (Sipp sipp = Sipp.callee(folder, "sipp-telling-registrar.xml");
                Account account = PeerAccounts.sip(sipp, half -> half.publishPresence(false))) {
            account.on(MessageSummaryChanged.class, told::add);
            Futures.await(account.connect());
            assertEquals("told", sipp.logged());
            Futures.await(account.disconnect());
            assertTrue(sipp.succeeded(), () -> sipp.process().log());
            MessageSummary summary = new MessageSummary(
                    true, Address.parse("sip:asterisk@127.0.0.1"), Map.of(Kind.VOICE, new Count(1, 0, 0, 0)));
            assertEquals(List.of(new MessageSummaryChanged(account, ALICE, summary)), told);
        }
    }
}
