package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.TransferProgress;
import dev.duet.audio.AudioSource;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.Address;
import dev.duet.model.CallForwarding;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRules;
import dev.duet.model.CallState;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Hold;
import dev.duet.model.MediaConfig;
import dev.duet.model.TransferRules;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.SpeechCheck;
import dev.duet.sandbox.junit.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services of RFC 5359 that need no more of the server than to pass messages on, by SIP, each named after its
 * section; sip/README.md tells of the others. After a transfer the sound that was given one call is heard in the one
 * that follows.
 */
@Sandbox(users = {"alice", "bob", "carol"})
@Tag("beside")
class Rfc5359Test {

    @TempDir
    private Path folder;

    @Test
    void section21CallHold(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob)) {
            Call call = anna.account.call(bob.sipUri());
            Call atBen = ben.answers();
            Futures.await(call.connected());
            Futures.await(atBen.hold());
            await("Anna sees it").until(() -> hold(call).equals(new Hold(false, true)));
            Futures.await(atBen.resume());
            await("Anna sees it").until(() -> hold(call).equals(Hold.NONE));
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section22ConsultationHold(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            Call call = anna.account.call(bob.sipUri());
            Call atBen = ben.answers();
            Futures.await(call.connected());
            Futures.await(atBen.hold());
            Call consultation = ben.account.call(carol.sipUri());
            cara.answers();
            Futures.await(consultation.connected());
            assertEquals(List.of(atBen, consultation), ben.account.calls());
            Futures.await(consultation.hangup());
            Futures.await(atBen.resume());
            assertEquals(CallPhase.ACTIVE, call.phase());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    /** The music is the source of the call, instead of a server's: no other dialog is needed. */
    @Test
    void section23MusicOnHold(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob)) {
            Call call = anna.account.call(bob.sipUri());
            Call atBen = ben.answers();
            Futures.await(call.connected());
            atBen.media().source(Audio.tone(440));
            Futures.await(atBen.hold());
            await("Anna sees it").until(() -> hold(call).remote());
            long before = call.media().quality().packetsReceived();
            await("the music").until(() -> call.media().quality().packetsReceived() > before + 20);
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section24TransferUnattended(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol)
            throws IOException {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            Late speech = new Late(Audio.wav(speech()));
            Call call = anna.account.call(bob.sipUri());
            Call atBen = Futures.next(ben.incoming);
            atBen.media().source(speech);
            Futures.await(atBen.answer());
            Futures.await(call.connected());
            List<Integer> progress = new CopyOnWriteArrayList<>();
            anna.account.on(
                    TransferProgress.class,
                    event -> progress.add(event.progress().status()));
            var transferred = call.transfer(carol.sipUri());
            Call atCara = Futures.next(cara.incoming);
            assertEquals(Optional.of(Address.parse(alice.sipUri())), atCara.referredBy());
            assertEquals(Address.parse(bob.sipUri()), atCara.remote());
            CallTransferred told = Futures.next(ben.transferred);
            assertSame(atBen, told.before());
            Path heard = folder.resolve("heard.wav");
            atCara.media().sink(Audio.recordWav(heard));
            Futures.await(atCara.answer());
            Futures.await(transferred);
            assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
            assertEquals(Kind.TRANSFERRED, Futures.await(atBen.ended()).kind());
            assertEquals(By.REMOTE, Futures.await(atBen.ended()).by());
            assertEquals(
                    CallPhase.ACTIVE, Futures.await(told.after().connected()).phase());
            assertTrue(progress.contains(100) && progress.contains(180), progress.toString());
            heard(speech, atCara, heard);
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section24TransferUnattendedToSomebodyWhoIsBusy(
            DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            Call call = anna.account.call(bob.sipUri());
            Call atBen = Futures.next(ben.incoming);
            Futures.await(atBen.answer());
            Futures.await(call.connected());
            var transferred = call.transfer(carol.sipUri());
            Futures.next(cara.incoming).reject(Kind.BUSY);
            assertEquals(486, Futures.failure(transferred).wire().status());
            assertEquals(CallPhase.ACTIVE, call.phase());
            assertEquals(CallPhase.ACTIVE, atBen.phase());
            Futures.await(call.hangup());
            assertEquals(Kind.HANGUP, Futures.await(atBen.ended()).kind());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section25TransferAttended(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol)
            throws IOException {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            Late speech = new Late(Audio.wav(speech()));
            Call call = anna.account.call(bob.sipUri());
            Call atBen = Futures.next(ben.incoming);
            atBen.media().source(speech);
            Futures.await(atBen.answer());
            Futures.await(call.connected());
            Futures.await(call.hold());
            Call consultation = anna.account.call(carol.sipUri());
            Call atCara = Futures.next(cara.incoming);
            Path heard = folder.resolve("heard.wav");
            atCara.media().sink(Audio.recordWav(heard));
            Futures.await(atCara.answer());
            Futures.await(consultation.connected());
            Futures.await(call.transfer(consultation));
            assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
            assertEquals(Kind.TRANSFERRED, Futures.await(consultation.ended()).kind());
            assertEquals(Kind.TRANSFERRED, Futures.await(atBen.ended()).kind());
            assertEquals(Address.parse(bob.sipUri()), atCara.remote(), "the same call goes on with Bob");
            assertEquals(Optional.of(Address.parse(alice.sipUri())), atCara.referredBy());
            assertEquals(CallPhase.ACTIVE, atCara.phase());
            assertEquals(0, cara.incoming.size(), "nothing rang");
            Call after = Futures.next(ben.transferred).after();
            assertEquals(CallPhase.ACTIVE, Futures.await(after.connected()).phase());
            heard(speech, atCara, heard);
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section26TransferInstantMessaging(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            anna.account.on(
                    MessageReceived.class, event -> told.add(event.message().body()));
            Call call = anna.account.call(bob.sipUri());
            Call atBen = ben.answers();
            Futures.await(call.connected());
            Futures.await(ben.account.conversation(alice.sipUri()).send(carol.sipUri()));
            Call next = anna.account.call(Futures.next(told));
            cara.answers();
            Futures.await(next.connected());
            Futures.await(atBen.hangup());
            assertEquals(CallPhase.ACTIVE, next.phase());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section27CallForwardingUnconditional(
            DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        Address to = Address.parse(carol.sipUri());
        assertForwarded(sandbox, List.of(alice, bob, carol), CallForwarding.NONE.always(to), ben -> {});
    }

    @Test
    void section28CallForwardingBusy(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            Call other = cara.account.call(bob.sipUri());
            ben.answers();
            Futures.await(other.connected());
            CallForwarding forwarding = CallForwarding.NONE.whenBusy(Address.parse(carol.sipUri()));
            ben.account.callRules(CallRules.NONE.withCallWaiting(false).withForwarding(forwarding));
            Call call = anna.account.call(bob.sipUri());
            cara.answers();
            Futures.await(call.connected());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section29CallForwardingNoAnswer(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        Address to = Address.parse(carol.sipUri());
        CallForwarding soon = CallForwarding.NONE.whenNoAnswer(Duration.ofSeconds(1), to);
        assertForwarded(sandbox, List.of(alice, bob, carol), soon, ben -> Futures.next(ben.incoming));
    }

    private static void assertForwarded(
            DuetSandbox sandbox, List<SandboxUser> users, CallForwarding forwarding, Consumer<Person> atBob) {
        try (Person anna = Person.open(sandbox, users.get(0));
                Person ben = Person.open(sandbox, users.get(1));
                Person cara = Person.open(sandbox, users.get(2))) {
            ben.account.callRules(CallRules.NONE.withForwarding(forwarding));
            Call call = anna.account.call(users.get(1).sipUri());
            atBob.accept(ben);
            cara.answers();
            Futures.await(call.connected());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section216CallPickup(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            Call call = anna.account.call(bob.sipUri());
            Call atBen = Futures.next(ben.incoming);
            Futures.await(atBen.progress());
            Call taken = cara.account.pickUp(bob.sipUri());
            Futures.await(taken.connected());
            Futures.await(call.connected());
            assertEquals(Address.parse(alice.sipUri()), taken.remote());
            assertEquals(Address.parse(carol.sipUri()), call.remote());
            assertEquals(Kind.CANCELLED, Futures.await(atBen.ended()).kind());
            Futures.await(taken.hangup());
            assertEquals(Kind.HANGUP, Futures.await(call.ended()).kind());
            Call nothing = cara.account.pickUp(bob.sipUri());
            assertEquals(Kind.NOT_FOUND, Futures.await(nothing.ended()).kind());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section215CallPark(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        TransferRules keeps = TransferRules.DEFAULT.withOutOfCall(TransferRules.Answer.ACCEPT);
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person garage = Person.open(sandbox, carol, keeps)) {
            Call call = anna.account.call(bob.sipUri());
            Call atBen = Futures.next(ben.incoming);
            Futures.await(atBen.answer());
            Futures.await(call.connected());
            Futures.await(atBen.park(carol.sipUri()));
            assertEquals(Kind.TRANSFERRED, Futures.await(atBen.ended()).kind());
            await("the garage").until(() -> call.remote().equals(Address.parse(carol.sipUri())));
            Call parked = garage.account.calls().get(0);
            Call fetched = ben.account.retrieve(carol.sipUri());
            Futures.await(fetched.connected());
            assertEquals(Kind.HANGUP, Futures.await(parked.ended()).kind());
            assertEquals(Address.parse(bob.sipUri()), call.remote());
            assertEquals(CallPhase.ACTIVE, call.phase());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void section217AutomaticRedial(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (Person anna = Person.open(sandbox, alice);
                Person ben = Person.open(sandbox, bob);
                Person cara = Person.open(sandbox, carol)) {
            Call other = cara.account.call(bob.sipUri());
            ben.answers();
            Futures.await(other.connected());
            ben.account.callRules(CallRules.NONE.withCallWaiting(false));
            Call refused = anna.account.call(bob.sipUri());
            assertEquals(Kind.BUSY, Futures.await(refused.ended()).kind());
            Contact watched = Futures.await(anna.account.contacts().add(bob.sipUri()));
            await("Bob on the phone").until(() -> watched.presence().onThePhone());
            Futures.await(other.hangup());
            await("Bob is free").until(() -> !watched.presence().onThePhone());
            Call again = anna.account.call(bob.sipUri());
            ben.answers();
            Futures.await(again.connected());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    private static Hold hold(Call call) {
        return call.state() instanceof CallState.Active active ? active.hold() : Hold.NONE;
    }

    private Path speech() throws IOException {
        Path said = folder.resolve("said.wav");
        try (InputStream speech = Rfc5359Test.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
            Files.copy(speech, said);
        }
        return said;
    }

    private void heard(Late speech, Call listener, Path heard) {
        long before = listener.media().quality().packetsReceived();
        speech.begin();
        await("the speech")
                .atMost(Duration.ofSeconds(30))
                .until(() -> listener.media().quality().packetsReceived() > before + 330);
        Futures.await(listener.hangup());
        SpeechCheck check = SpeechCheck.compare(folder.resolve("said.wav"), heard);
        // 0.999, or 0.926 where the speech begins between two samples of PCMU, which has half as many
        assertTrue(check.following() >= 0.9, check.toString());
    }

    /** Somebody who is signed in. */
    private record Person(Account account, BlockingQueue<Call> incoming, BlockingQueue<CallTransferred> transferred)
            implements AutoCloseable {

        static Person open(DuetSandbox sandbox, SandboxUser user) {
            return open(sandbox, user, TransferRules.DEFAULT);
        }

        static Person open(DuetSandbox sandbox, SandboxUser user, TransferRules rules) {
            MediaConfig media = MediaConfig.DEFAULT.withCodecs("PCMU").withIce(MediaConfig.Ice.NEVER);
            Account account = Duet.open(SandboxAccounts.of(sandbox)
                    .both(user)
                    .media(media)
                    .transfers(rules)
                    .build());
            Person person = new Person(account, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
            account.on(IncomingCall.class, event -> person.incoming.add(event.call()));
            account.on(CallTransferred.class, person.transferred::add);
            Futures.await(account.connect());
            return person;
        }

        /** Takes the next call. */
        Call answers() {
            Call call = Futures.next(incoming);
            Futures.await(call.answer());
            return call;
        }

        @Override
        public void close() {
            account.close();
        }
    }

    /** Says nothing until it is told to begin. */
    private static final class Late implements AudioSource {

        private final AudioSource source;
        private volatile boolean begun;

        Late(AudioSource source) {
            this.source = source;
        }

        void begin() {
            begun = true;
        }

        @Override
        public int sampleRate() {
            return source.sampleRate();
        }

        @Override
        public int read(short[] pcm, int offset, int length) {
            return begun ? source.read(pcm, offset, length) : 0;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
