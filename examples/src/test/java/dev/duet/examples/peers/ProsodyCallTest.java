package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.Capability;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Protocol;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.SpeechCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jingle calls between accounts at Prosody. */
@NeedsPeers("prosody")
class ProsodyCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Prosody prosody;
    private final List<Account> accounts = new ArrayList<>();

    @BeforeEach
    void start() {
        prosody = Prosody.start(folder, "alice", "bob");
    }

    @AfterEach
    void stop() {
        accounts.forEach(Account::close);
        prosody.close();
    }

    private Account signIn(String user, String resource, BlockingQueue<Call> incoming) {
        Account account = Duet.open(AccountConfig.builder(user)
                .xmpp(user + "@" + Prosody.DOMAIN, Prosody.PASSWORD, half -> PeerAccounts.at(
                                prosody, Encryption.STARTTLS)
                        .apply(half)
                        .resource(resource))
                .acceptContacts(true)
                .build());
        accounts.add(account);
        account.on(IncomingCall.class, event -> incoming.add(event.call()));
        PeerAccounts.await(account.connect());
        return account;
    }

    /** Alice and Bob become contacts; Alice sees that Bob can be called. */
    private static Contact meet(Account alice, Account bob) {
        PeerAccounts.await(alice.contacts().add("bob@" + Prosody.DOMAIN, "Bob", Set.of()));
        PeerAccounts.await(bob.contacts().add("alice@" + Prosody.DOMAIN, "Alice", Set.of()));
        Contact contact = alice.contacts().find("bob@" + Prosody.DOMAIN).orElseThrow();
        await("Bob's device").atMost(SOON).until(() -> contact.capabilities().contains(Capability.AUDIO_CALL));
        return contact;
    }

    @Test
    void whatIsSaidIsHeard() throws IOException, InterruptedException {
        BlockingQueue<Call> atBob = new LinkedBlockingQueue<>();
        Account alice = signIn("alice", "desk", new LinkedBlockingQueue<>());
        Account bob = signIn("bob", "phone", atBob);
        Path said = folder.resolve("alice.wav");
        try (InputStream speech = ProsodyCallTest.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
            Files.copy(speech, said);
        }
        Path heard = folder.resolve("heard.wav");
        Call call = alice.call(meet(alice, bob));
        Call there = Futures.next(atBob);
        await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
        there.media().sink(Audio.recordWav(heard));
        call.media().source(Audio.wav(said));
        PeerAccounts.await(there.answer());
        PeerAccounts.await(call.connected());
        assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
        await("the speech").atMost(SOON).until(() -> there.media().quality().packetsReceived() > 300);
        PeerAccounts.await(call.hangup());
        assertEquals(Kind.HANGUP, PeerAccounts.await(there.ended()).kind());
        SpeechCheck check = SpeechCheck.compare(said, heard);
        assertTrue(check.following() >= 0.9, check::toString);
    }

    @Test
    void ofThreeDevicesThatRingOneAnswers() throws InterruptedException {
        Account alice = signIn("alice", "desk", new LinkedBlockingQueue<>());
        List<BlockingQueue<Call>> ringing = new ArrayList<>();
        for (String resource : List.of("phone", "tablet", "laptop")) {
            BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
            ringing.add(calls);
            signIn("bob", resource, calls);
        }
        Call call = alice.call(meet(alice, accounts.get(1)));
        List<Call> there = new ArrayList<>();
        for (BlockingQueue<Call> calls : ringing) {
            there.add(Futures.next(calls));
        }
        PeerAccounts.await(there.get(2).answer());
        PeerAccounts.await(call.connected());
        assertEquals(
                Kind.ANSWERED_ELSEWHERE,
                PeerAccounts.await(there.get(0).ended()).kind());
        assertEquals(
                Kind.ANSWERED_ELSEWHERE,
                PeerAccounts.await(there.get(1).ended()).kind());
        PeerAccounts.await(there.get(2).hangup());
        assertEquals(Kind.HANGUP, PeerAccounts.await(call.ended()).kind());
    }
}
