package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.duet.examples.peers.RtcCall.Role;
import dev.duet.examples.peers.RtcCall.Side;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaPath;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.TcpWire;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which way SIP calls between Duet and a page in Chromium go, and how either side finds another. */
@NeedsPeers({"chromium", "turnserver"})
class RtcWayTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final MediaConfig MEDIA = MediaConfig.DEFAULT
            .withLocalHost("127.0.0.1")
            .withIce(MediaConfig.Ice.ALWAYS)
            .withCodecs("PCMU");
    private static final RtcPage.Options PCMU = RtcPage.Options.DIRECT.withCodec("PCMU");
    private static final List<String> TABLE = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static RtcStage stage;
    private static Coturn coturn;

    @BeforeAll
    static void start() {
        coturn = Coturn.start(folder);
        stage = RtcStage.start(folder);
    }

    @AfterAll
    static void stop() {
        TABLE.forEach(System.out::println);
        stage.close();
        coturn.close();
    }

    @ParameterizedTest(name = "{0} calls, Duet by {1}, the page by {2}")
    @CsvSource({
        "DUET, UDP, ''",
        "PAGE, TCP, ''",
        "DUET, '',  UDP",
        "PAGE, '',  TCP",
        "PAGE, UDP, UDP",
    })
    void whoHidesGoesByTheRelayOnly(Side caller, String duetBy, String pageBy) {
        MediaConfig media = duetBy.isEmpty() ? MEDIA : hidden(coturn.server(Coturn.By.valueOf(duetBy)));
        RtcPage.Options options = pageBy.isEmpty()
                ? PCMU
                : RtcPage.Options.relayOnly(coturn.uri(Coturn.By.valueOf(pageBy)), Coturn.USER, Coturn.PASSWORD)
                        .withCodec("PCMU");
        try (RtcCall call = stage.open(media, options)) {
            call.begin(caller, Role.SERVER);
            Duration took = call.awaitConnected();
            stage.talk(call);
            MediaPath path = call.duet().media().path().orElseThrow();
            JsonValue page = call.page().stats().at("local");
            TABLE.add("| " + caller + " calls | " + path + " | " + page.textAt("candidateType") + " | "
                    + took.toMillis() + " ms |");
            assertEquals(duetBy.isEmpty(), path.local() != IceCandidate.Type.RELAY);
            assertEquals(pageBy.isEmpty(), !page.textAt("candidateType").equals("relay"));
            if (!pageBy.isEmpty()) {
                assertEquals(pageBy.toLowerCase(Locale.ROOT), page.textAt("relayProtocol"));
            }
            assertEquals(Kind.HANGUP, call.end(caller));
        }
    }

    private static RtcPage.Options options(String by) {
        return by.isEmpty()
                ? PCMU
                : RtcPage.Options.relayOnly(coturn.uri(Coturn.By.valueOf(by)), Coturn.USER, Coturn.PASSWORD)
                        .withCodec("PCMU");
    }

    private static MediaConfig hidden(IceServer relay) {
        return MEDIA.toBuilder().relayOnly(true).iceServers(List.of(relay)).build();
    }

    @ParameterizedTest(name = "{0} called, the page by {1}")
    @CsvSource({"DUET, ''", "PAGE, ''", "PAGE, UDP", "DUET, TCP"})
    void thePageRestarts(Side caller, String pageBy) {
        try (RtcCall call = stage.open(MEDIA, options(pageBy))) {
            call.begin(caller, Role.CLIENT);
            call.awaitConnected();
            String before = fragment(call.page());
            MediaPath path = call.duet().media().path().orElseThrow();
            String ours = line("a=ice-ufrag:", call.sip().description());
            long start = System.nanoTime();
            assertNotEquals(ours, line("a=ice-ufrag:", call.offer(call.page().restartOffer())));
            await("the new way").atMost(SOON).until(() -> Way.of(call), way -> way.isAfter(before, path));
            told(caller + " called, the page restarts", start);
            stage.talk(call);
            assertEquals(CallPhase.ACTIVE, call.duet().phase());
            assertEquals(Kind.HANGUP, call.end(Side.PAGE));
        }
    }

    /** The connection to the TURN server is cut, and with it the one way that there may be. */
    @Test
    void duetRestartsWhenTheWayIsLost() {
        try (TcpWire wire = TcpWire.start(new InetSocketAddress("127.0.0.1", coturn.port()), 1)) {
            IceServer relay =
                    IceServer.turn(IceServer.Transport.TCP, "127.0.0.1", wire.port(), Coturn.USER, Coturn.PASSWORD);
            try (RtcCall call = stage.open(hidden(relay), PCMU)) {
                call.begin(Side.DUET, Role.CLIENT);
                call.awaitConnected();
                String before = fragment(call.page());
                MediaPath path = call.duet().media().path().orElseThrow();
                long start = System.nanoTime();
                wire.drop(Cut.RESET);
                call.takeOffer();
                await("another relay").atMost(SOON).until(() -> call.duet()
                        .media()
                        .path()
                        .filter(now -> !now.equals(path))
                        .isPresent());
                told("Duet restarts", start);
                stage.talk(call);
                assertNotEquals(before, fragment(call.page()));
                assertEquals(CallPhase.ACTIVE, call.duet().phase());
                assertEquals(Kind.HANGUP, call.end(Side.DUET));
            }
        }
    }

    private static String line(String begin, String sdp) {
        return sdp.lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
    }

    /** By which way a call goes, as either side sees it. */
    private record Way(Optional<MediaPath> duet, JsonValue page) {

        static Way of(RtcCall call) {
            return new Way(call.duet().media().path(), call.page().stats());
        }

        boolean isAfter(String fragment, MediaPath path) {
            return page.has("pair")
                    && !fragment(page).equals(fragment)
                    && duet.filter(now -> !now.localEndpoint().equals(path.localEndpoint())
                                    && !now.remoteEndpoint().equals(path.remoteEndpoint()))
                            .isPresent();
        }
    }

    private static void told(String what, long start) {
        TABLE.add("| " + what + " | "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms |");
    }

    private static String fragment(RtcPage page) {
        return fragment(page.stats());
    }

    private static String fragment(JsonValue stats) {
        return stats.at("transport", "iceLocalUsernameFragment").text();
    }
}
