package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.event.CallWarning;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.Capability;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaPath;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig.Encryption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Jingle calls between accounts at a real server: what every server has to pass. Sound is checked by content. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JingleCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET = "shared with the XMPP server";
    /** Calls at the same time: what two cores carry without a gap in the sound. */
    private static final int AT_ONCE = 4;

    /** How the sound goes, and so what users there are. */
    private enum Way {
        DIRECT(null),
        UDP(Coturn.By.UDP),
        TCP(Coturn.By.TCP),
        TLS(Coturn.By.TLS);

        private final Coturn.By relay;

        Way(Coturn.By relay) {
            this.relay = relay;
        }
    }

    /** A device of somebody's, and the calls that ring there. */
    private record Device(Account account, String jid, BlockingQueue<Call> incoming, BlockingQueue<Failure> warnings) {

        Call call(Device other) {
            return account.call(contact(other));
        }

        Contact contact(Device other) {
            return account.contacts().find(other.jid).orElseThrow();
        }

        Call rings() {
            return Futures.next(incoming);
        }
    }

    /** Two people who know each other. */
    private record Pair(Device alice, Device bob) {}

    private Path folder;
    private Coturn turn;
    private XmppPeer server;
    private Duet alices;
    private Duet bobs;
    private ExecutorService callers;

    abstract XmppPeer start(Path parent, String... users);

    /** Starts a server that tells of that TURN server (XEP-0215). */
    abstract XmppPeer startWithTurn(Path parent, Coturn told, String secret, String... users);

    @BeforeAll
    void open(@TempDir Path shared) {
        folder = shared;
        turn = Coturn.start(folder);
        Stream<String> names =
                Stream.concat(How.all().map(How::user), Stream.of("devices", "retract", "reject", "wrong", "lost"));
        server = start(
                folder,
                names.flatMap(name -> Stream.of("alice-" + name, "bob-" + name)).toArray(String[]::new));
        alices = Duet.builder().build();
        bobs = Duet.builder().build();
        callers = Executors.newFixedThreadPool(AT_ONCE);
    }

    @AfterAll
    void close() {
        callers.shutdownNow();
        alices.close();
        bobs.close();
        server.close();
        turn.close();
    }

    private static Device signIn(Duet runtime, XmppPeer server, String user, String resource, MediaConfig media) {
        String jid = user + "@" + server.domain();
        Account account = runtime.account(AccountConfig.builder(user)
                .xmpp(jid, XmppPeer.PASSWORD, half -> PeerAccounts.at(server, Encryption.STARTTLS)
                        .apply(half)
                        .resource(resource))
                .media(media)
                .acceptContacts(true)
                .build());
        Device device = new Device(account, jid, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
        account.on(IncomingCall.class, event -> device.incoming.add(event.call()));
        account.on(CallWarning.class, event -> device.warnings.add(event.failure()));
        Futures.await(account.connect());
        return device;
    }

    /** They become contacts, and see that the other one can be called. */
    private static void meet(Device one, Device other) {
        Futures.await(one.account.contacts().add(other.jid, "", Set.of()));
        Futures.await(other.account.contacts().add(one.jid, "", Set.of()));
        await("each other's device")
                .atMost(SOON)
                .until(() -> one.contact(other).capabilities().contains(Capability.AUDIO_CALL)
                        && other.contact(one).capabilities().contains(Capability.AUDIO_CALL));
    }

    private Pair pair(String name, MediaConfig media) {
        return pair(server, name, media, media);
    }

    private Pair pair(XmppPeer at, String name, MediaConfig alicesMedia, MediaConfig bobsMedia) {
        Device alice = signIn(alices, at, "alice-" + name, "desk", alicesMedia);
        Device bob = signIn(bobs, at, "bob-" + name, "phone", bobsMedia);
        meet(alice, bob);
        return new Pair(alice, bob);
    }

    /** The caller hears that it rings; then both speak. */
    private SpokenCall call(Device caller, Device callee) {
        Call call = caller.call(callee);
        Call there = callee.rings();
        await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
        return SpokenCall.of(folder, call, there);
    }

    // --- every combination

    /** Of the calls of two people: which way, and whether candidates are trickled. */
    private record How(Way way, boolean trickle) {

        static Stream<How> all() {
            return Arrays.stream(Way.values()).flatMap(way -> Stream.of(new How(way, true), new How(way, false)));
        }

        String user() {
            return way.name().toLowerCase(Locale.ROOT) + (trickle ? "-trickled" : "-whole");
        }

        @Override
        public String toString() {
            return (way.relay == null ? "direct" : "relays by " + way) + (trickle ? ", trickled" : ", not trickled");
        }
    }

    /** The calls of one pair, one after the other. */
    private record Talks(
            How how, Pair pair, CompletableFuture<SpokenCall> alices, CompletableFuture<SpokenCall> bobs) {}

    @TestFactory
    Stream<DynamicTest> whoeverCallsAndWhicheverWayBothAreHeard() {
        // All sign in before the first call, and nothing is compared before the last: that would be heard.
        Map<How, CompletableFuture<Pair>> pairs = new LinkedHashMap<>();
        How.all()
                .forEach(how ->
                        pairs.put(how, CompletableFuture.supplyAsync(() -> pair(how.user(), media(how)), callers)));
        pairs.values().forEach(CompletableFuture::join);
        List<Talks> talks = new ArrayList<>();
        pairs.forEach((how, pair) -> talks.add(talks(how, pair.join())));
        talks.forEach(each -> each.bobs.handle((call, failure) -> call).join());
        return Stream.concat(
                talks.stream().flatMap(this::tests),
                Stream.of(dynamicTest("the TURN server carried what was relayed", this::relayed)));
    }

    private Talks talks(How how, Pair pair) {
        CompletableFuture<SpokenCall> alices = CompletableFuture.supplyAsync(() -> call(pair.alice, pair.bob), callers);
        return new Talks(how, pair, alices, alices.handleAsync((call, failure) -> call(pair.bob, pair.alice), callers));
    }

    private Stream<DynamicTest> tests(Talks talks) {
        return Stream.of(
                dynamicTest("Alice calls, " + talks.how, () -> check("Alice calls", talks.how, talks.alices.join())),
                dynamicTest("Bob calls, " + talks.how, () -> check("Bob calls", talks.how, talks.bobs.join())),
                dynamicTest("no warning, " + talks.how, () -> {
                    assertEquals(List.of(), List.copyOf(talks.pair.alice.warnings));
                    assertEquals(List.of(), List.copyOf(talks.pair.bob.warnings));
                }));
    }

    private MediaConfig media(How how) {
        MediaConfig.Builder media = MediaConfig.builder().trickle(how.trickle);
        return how.way.relay == null
                ? media.build()
                : media.relayOnly(true)
                        .iceServers(List.of(turn.server(how.way.relay)))
                        .turnTrust(Trust.authorities(turn.authority()))
                        .build();
    }

    private void check(String who, How how, SpokenCall call) {
        String told = call.heard();
        System.out.printf("%s: %s, %s: %s%n", getClass().getSimpleName(), who, how, told);
        for (MediaPath path : List.of(call.callers(), call.callees())) {
            if (how.way.relay == null) {
                assertEquals(IceCandidate.Type.HOST, path.local(), told);
                assertFalse(path.isRelayed(), told);
            } else {
                assertEquals(IceCandidate.Type.RELAY, path.local(), told);
                assertEquals(how.way.name(), String.valueOf(path.relay()), told);
            }
        }
    }

    /** Each relayed call had an allocation on both sides; in and out of each went the whole sound. */
    private void relayed() {
        int calls = 2 * 2 * (Way.values().length - 1);
        await("what the TURN server counted")
                .atMost(SOON)
                .untilAsserted(() -> assertEquals(
                        2 * calls, busy().size(), () -> turn.usage().toString()));
    }

    /** Packets of sound, checks and reports of three seconds and more. */
    private List<Coturn.Usage> busy() {
        return turn.usage().stream()
                .filter(usage -> usage.packetsIn() > 150 && usage.packetsOut() > 150)
                .toList();
    }

    // --- proposals (XEP-0353)

    /** A call, and the three devices of the callee's that ring. */
    private record Ringing(Call call, List<Call> there) {}

    private Ringing threeRing(String name) {
        Device alice = signIn(alices, server, "alice-" + name, "desk", MediaConfig.DEFAULT);
        List<Device> devices = Stream.of("phone", "tablet", "laptop")
                .map(resource -> signIn(bobs, server, "bob-" + name, resource, MediaConfig.DEFAULT))
                .toList();
        meet(alice, devices.get(0));
        Contact bob = alice.contact(devices.get(0));
        await("three devices")
                .atMost(SOON)
                .until(() -> bob.presence().fragments().size() == devices.size());
        Stream.concat(Stream.of(alice), devices.stream()).forEach(device -> device.account.traceCalls(true));
        Call call = alice.call(devices.get(0));
        List<Call> there = devices.stream().map(Device::rings).toList();
        await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
        return new Ringing(call, there);
    }

    @Test
    void ofThreeDevicesOneAnswersAndTheOthersStopRinging() {
        Ringing ringing = threeRing("devices");
        SpokenCall spoken = SpokenCall.of(folder, ringing.call, ringing.there.get(1));
        for (int other : List.of(0, 2)) {
            EndReason reason = Futures.await(ringing.there.get(other).ended());
            assertEquals(Kind.ANSWERED_ELSEWHERE, reason.kind());
        }
        spoken.heard();
        assertTraced("--> propose", "<-- session-accept", ringing.call);
        assertTraced("<-- propose", "--> session-accept", ringing.there.get(1));
        assertTraced("<-- propose", "<-- proceed (carbon)", ringing.there.get(0));
    }

    private static void assertTraced(String begins, String goesOn, Call call) {
        String ladder = call.trace().ladder();
        assertTrue(ladder.startsWith("    0.000 " + begins + "  [XMPP "), ladder);
        assertTrue(ladder.contains(" " + goesOn + "  [XMPP "), ladder);
        assertFalse(Pattern.compile("pwd='[^*]").matcher(call.trace().text()).find());
    }

    @Test
    void whoGivesUpStopsTheRingingOnAllDevices() {
        Ringing ringing = threeRing("retract");
        assertEquals(Kind.CANCELLED, Futures.await(ringing.call.hangup()).kind());
        for (Call each : ringing.there) {
            EndReason reason = Futures.await(each.ended());
            assertEquals(Kind.CANCELLED, reason.kind());
            assertEquals(EndReason.By.REMOTE, reason.by());
        }
    }

    @Test
    void aDeviceThatIsBusyStopsTheRingingOnAllDevices() {
        Ringing ringing = threeRing("reject");
        Futures.await(ringing.there.get(1).reject(Kind.BUSY));
        EndReason reason = Futures.await(ringing.call.ended());
        assertEquals(Kind.BUSY, reason.kind());
        for (int other : List.of(0, 2)) {
            assertEquals(
                    Kind.DECLINED,
                    Futures.await(ringing.there.get(other).ended()).kind());
        }
    }

    // --- TURN servers' credentials

    @Test
    void aTurnServerThatTheXmppServerTellsOfIsUsed() {
        MediaConfig hidden = MediaConfig.builder().relayOnly(true).build();
        try (Coturn told = Coturn.startWithSecret(folder, SECRET);
                XmppPeer telling = startWithTurn(folder, told, SECRET, "alice-told", "bob-told")) {
            Pair pair = pair(telling, "told", hidden, MediaConfig.DEFAULT);
            SpokenCall call = call(pair.alice, pair.bob);
            call.heard();
            assertEquals(IceCandidate.Type.RELAY, call.callers().local());
            assertNotNull(call.callers().relay());
            assertEquals(List.of(), List.copyOf(pair.alice.warnings));
            await("what the TURN server counted").atMost(SOON).until(() -> told.usage().stream()
                    .anyMatch(usage -> usage.packetsIn() > 150));
            for (Coturn.Usage usage : told.usage()) {
                Instant end = Instant.ofEpochSecond(Long.parseLong(usage.user().replaceFirst(":.*", "")));
                assertTrue(end.isAfter(Instant.now()), () -> "The credentials ended at " + end);
            }
            pair.alice.account.close();
            pair.bob.account.close();
        }
    }

    @Test
    void aWrongTurnPasswordIsToldAndTheCallGoesOn() {
        Coturn.By[] ways = Coturn.By.values();
        MediaConfig wrong = MediaConfig.builder()
                .iceServers(
                        Arrays.stream(ways).map(turn::serverWithWrongPassword).toList())
                .turnTrust(Trust.authorities(turn.authority()))
                .build();
        Pair pair = pair(server, "wrong", wrong, MediaConfig.DEFAULT);
        SpokenCall call = call(pair.alice, pair.bob);
        call.heard();
        assertFalse(call.callers().isRelayed());
        for (Coturn.By ignored : ways) {
            Failure warning = Futures.next(pair.alice.warnings);
            assertEquals(Failure.Kind.AUTHENTICATION, warning.kind(), warning::toString);
            assertFalse(warning.toString().contains("not the " + Coturn.PASSWORD), warning::toString);
        }
    }

    @Test
    void whoHidesAndHasAWrongTurnPasswordIsToldThatThereIsNoWay() {
        MediaConfig wrong = MediaConfig.builder()
                .relayOnly(true)
                .iceServers(List.of(turn.serverWithWrongPassword(Coturn.By.UDP)))
                .build();
        Pair pair = pair(server, "lost", wrong, MediaConfig.DEFAULT);
        Call call = pair.alice.call(pair.bob);
        pair.bob.rings().answer();
        assertEquals(
                Failure.Kind.AUTHENTICATION, Futures.next(pair.alice.warnings).kind());
        EndReason reason = Futures.await(call.ended());
        // Either side may be the first to give up.
        assertEquals(Kind.FAILED, reason.kind());
    }
}
