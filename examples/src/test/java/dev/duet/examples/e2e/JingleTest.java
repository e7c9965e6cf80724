package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.Capability;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Hold;
import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.SpeechCheck;
import dev.duet.sandbox.junit.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jingle calls between accounts: how they go, who rings, and how they end. Sound is checked by content. */
@Sandbox(users = {"alice", "bob"})
@Tag("beside")
class JingleTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** A device of somebody's, signed in, and the calls that ring there. */
    private record Device(Account account, BlockingQueue<Call> incoming) implements AutoCloseable {

        static Device of(AccountConfig config) {
            Device device = new Device(Duet.open(config), new LinkedBlockingQueue<>());
            device.account.on(IncomingCall.class, event -> device.incoming.add(event.call()));
            Futures.await(device.account.connect());
            return device;
        }

        Call next() {
            return Futures.next(incoming);
        }

        @Override
        public void close() {
            account.close();
        }
    }

    private static AccountConfig.Builder xmpp(DuetSandbox sandbox, SandboxUser user, String resource) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        return AccountConfig.builder(user.name())
                .xmpp(user.jid(), user.password(), half -> accounts.xmpp()
                        .apply(half)
                        .resource(resource))
                .acceptContacts(true);
    }

    /** Alice sees that Bob can be called. */
    private static Contact meet(DuetSandbox sandbox, Device alice, SandboxUser bob) {
        sandbox.xmpp().befriend("alice", "bob");
        await("Bob's device at Alice").atMost(SOON).until(() -> alice.account()
                .contacts()
                .find(bob.jid())
                .filter(contact -> contact.capabilities().contains(Capability.AUDIO_CALL))
                .isPresent());
        return alice.account().contacts().find(bob.jid()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 0.95, true", "opus, 0.9, true", "opus, 0.9, false"})
    void whatIsSaidIsHeard(
            String codec,
            double least,
            boolean trickle,
            DuetSandbox sandbox,
            SandboxUser alice,
            SandboxUser bob,
            @TempDir Path folder)
            throws IOException {
        MediaConfig media =
                MediaConfig.builder().codecs(List.of(codec)).trickle(trickle).build();
        try (Device desk = Device.of(xmpp(sandbox, alice, "desk").media(media).build());
                Device phone =
                        Device.of(xmpp(sandbox, bob, "phone").media(media).build())) {
            Contact contact = meet(sandbox, desk, bob);
            Path said = folder.resolve("alice.wav");
            try (InputStream speech = JingleTest.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
                Files.copy(speech, said);
            }
            Path heard = folder.resolve("heard.wav");
            Call call = desk.account().call(contact);
            Call atBob = phone.next();
            assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
            await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
            atBob.media().sink(Audio.recordWav(heard));
            call.media().source(Audio.wav(said));
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            await("the speech")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> atBob.media().quality().packetsReceived() > 300);
            Futures.await(call.hangup());
            assertEquals(Kind.HANGUP, Futures.await(atBob.ended()).kind());
            if (!trickle) {
                assertTrue(
                        sandbox.xmpp().exchange().stream()
                                .noneMatch(each -> each.text().contains("transport-info")),
                        "Descriptions are whole, and no candidate follows");
            }
            SpeechCheck check = SpeechCheck.compare(said, heard);
            assertTrue(
                    check.following() >= least,
                    () -> check + ", " + atBob.media().quality());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void allDevicesRingAndOneAnswers(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        List<Device> bobs = new ArrayList<>();
        try (Device desk = Device.of(xmpp(sandbox, alice, "desk").build())) {
            for (String resource : List.of("phone", "tablet", "laptop")) {
                bobs.add(Device.of(xmpp(sandbox, bob, resource).build()));
            }
            await("copies").atMost(SOON).until(() -> sandbox.xmpp().sessions().stream()
                    .allMatch(session -> session.carbons()));
            Call call = desk.account().call(meet(sandbox, desk, bob));
            List<Call> ringing = bobs.stream().map(Device::next).toList();
            await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
            Futures.await(ringing.get(1).answer());
            Futures.await(call.connected());
            for (int other : List.of(0, 2)) {
                EndReason reason = Futures.await(ringing.get(other).ended());
                assertEquals(Kind.ANSWERED_ELSEWHERE, reason.kind());
            }
            Futures.await(ringing.get(1).hangup());
            EndReason reason = Futures.await(call.ended());
            assertEquals(Kind.HANGUP, reason.kind());
            assertEquals(By.REMOTE, reason.by());
            assertEquals(List.of(), sandbox.violations());
        } finally {
            bobs.forEach(Device::close);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"BUSY", "DECLINED"})
    void rejected(Kind said, DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Device desk = Device.of(xmpp(sandbox, alice, "desk").build());
                Device phone = Device.of(xmpp(sandbox, bob, "phone").build())) {
            Call call = desk.account().call(meet(sandbox, desk, bob));
            Futures.await(phone.next().reject(said));
            EndReason reason = Futures.await(call.ended());
            assertEquals(said, reason.kind());
            assertEquals(By.REMOTE, reason.by());
        }
    }

    @Test
    void cancelled(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Device desk = Device.of(xmpp(sandbox, alice, "desk").build());
                Device phone = Device.of(xmpp(sandbox, bob, "phone").build())) {
            Call call = desk.account().call(meet(sandbox, desk, bob));
            Call atBob = phone.next();
            assertEquals(Kind.CANCELLED, Futures.await(call.hangup()).kind());
            assertEquals(Kind.CANCELLED, Futures.await(atBob.ended()).kind());
        }
    }

    @Test
    void nothingInCommon(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Device desk = Device.of(xmpp(sandbox, alice, "desk")
                        .media(MediaConfig.DEFAULT.withCodecs("PCMU"))
                        .build());
                Device phone = Device.of(xmpp(sandbox, bob, "phone")
                        .media(MediaConfig.DEFAULT.withCodecs("opus"))
                        .build())) {
            Call call = desk.account().call(meet(sandbox, desk, bob));
            phone.next().answer();
            EndReason reason = Futures.await(call.ended());
            assertEquals(Kind.INCOMPATIBLE, reason.kind());
            assertEquals("incompatible-parameters", reason.wire().condition());
        }
    }

    @Test
    void holdResumeAndKeys(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Device desk = Device.of(xmpp(sandbox, alice, "desk").build());
                Device phone = Device.of(xmpp(sandbox, bob, "phone").build())) {
            Call call = desk.account().call(meet(sandbox, desk, bob));
            Call atBob = phone.next();
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            await("both").atMost(SOON).until(() -> atBob.phase() == CallPhase.ACTIVE);
            Futures.await(call.hold());
            assertEquals(new Hold(true, false), hold(call));
            await("Bob sees it").atMost(SOON).until(() -> hold(atBob).equals(new Hold(false, true)));
            Futures.await(atBob.hold());
            await("both hold")
                    .atMost(SOON)
                    .until(() -> hold(atBob).equals(new Hold(true, true))
                            && hold(call).equals(new Hold(true, true)));
            Futures.await(call.resume());
            await("Alice is back")
                    .atMost(SOON)
                    .until(() -> hold(atBob).equals(new Hold(true, false))
                            && hold(call).equals(new Hold(false, true)));
            Futures.await(atBob.resume());
            await("both are back")
                    .atMost(SOON)
                    .until(() -> hold(atBob).equals(Hold.NONE) && hold(call).equals(Hold.NONE));
            StringBuffer keys = new StringBuffer();
            phone.account().on(DtmfReceived.class, event -> keys.append(event.digit()));
            call.dtmf("159#");
            await("the keys").atMost(SOON).until(() -> keys.toString().equals("159#"));
            Futures.await(atBob.hangup());
            assertEquals(Kind.HANGUP, Futures.await(call.ended()).kind());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    private static Hold hold(Call call) {
        return call.state() instanceof CallState.Active active ? active.hold() : Hold.NONE;
    }

    @Test
    void whoHasXmppAloneIsCalledByJingle(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Device desk = Device.of(accounts.both(alice).build());
                Device phone = Device.of(xmpp(sandbox, bob, "phone").build())) {
            Contact contact = meet(sandbox, desk, bob);
            Call call = desk.account().call(contact);
            Call atBob = phone.next();
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
            assertEquals(Protocol.XMPP, atBob.route().orElseThrow().protocol());
            Futures.await(call.hangup());
        }
    }

    @Test
    void aStrangerRingsAndHearsNothingBeforeTheAnswer(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob) {
        try (Device desk = Device.of(xmpp(sandbox, alice, "desk").build());
                Device phone = Device.of(xmpp(sandbox, bob, "phone").build())) {
            Call call = desk.account().call(bob.jid().startsWith("xmpp:") ? bob.jid() : "xmpp:" + bob.jid());
            Call atBob = phone.next();
            assertEquals(CallPhase.DIALING, call.phase());
            Futures.await(atBob.answer());
            Futures.await(call.connected());
            Futures.await(phone.account().disconnect());
            assertEquals(By.REMOTE, Futures.await(call.ended()).by());
        }
    }
}
