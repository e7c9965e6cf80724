package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two pages call each other: what tests of Duet against a page rest upon. */
@NeedsPeers("chromium")
class ChromiumTest {

    private static final RtcPage.Options PCMU = RtcPage.Options.DIRECT.withCodec("PCMU");

    @TempDir
    private static Path folder;

    private static Path speech;
    private static PageServer server;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        speech = Speech.original(folder);
        server = PageServer.start().with("alice.wav", speech);
        chromium = Chromium.start(folder);
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 0.9", "opus, 0.8"})
    void twoPagesHearEachOther(String codec, double least) {
        try (Pair pair = Pair.open(RtcPage.Options.DIRECT.withCodec(codec))) {
            pair.connect("active");
            assertTrue(Set.of("127.0.0.1", "::1")
                    .contains(pair.alice.stats().at("local", "address").text()));
            pair.talk(least);
            assertEquals("audio/" + codec, pair.alice.stats().at("codec").text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "passive"})
    void theAnswerChoosesTheRoleInDtls(String setup) {
        try (Pair pair = Pair.open(PCMU)) {
            pair.connect(setup);
            boolean client = setup.equals("active");
            assertEquals(client ? "client" : "server", transport(pair.bob, "dtlsRole"));
            assertEquals(client ? "server" : "client", transport(pair.alice, "dtlsRole"));
            assertTrue(transport(pair.bob, "srtpCipher").contains("AES"), pair.bob.stats()::toString);
        }
    }

    @Test
    void keysArePressedOneByOne() {
        try (Pair pair = Pair.open(PCMU)) {
            pair.connect("active");
            pair.alice.dtmf("1#A");
            pair.alice.page().await("tone", tone -> tone.text().isEmpty());
            assertEquals(
                    List.of("1", "#", "A", ""),
                    pair.alice.page().events("tone").stream()
                            .map(JsonValue::text)
                            .toList());
        }
    }

    @Test
    void theLineIsRestartedWhileTheyTalk() {
        try (Pair pair = Pair.open(PCMU)) {
            pair.connect("active");
            String before = transport(pair.alice, "iceLocalUsernameFragment");
            pair.bob.remote("offer", pair.alice.restartOffer());
            pair.alice.remote("answer", pair.bob.answer());
            await("the new path")
                    .until(() ->
                            !transport(pair.alice, "iceLocalUsernameFragment").equals(before)
                                    && pair.alice.stats().has("pair"));
            assertNotEquals(before, transport(pair.alice, "iceLocalUsernameFragment"));
            pair.talk(0.9);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Coturn.By.class,
            names = {"UDP", "TCP"})
    @NeedsPeers("turnserver")
    void theyTalkByTheRelayOnly(Coturn.By by) {
        try (Coturn coturn = Coturn.start(folder)) {
            try (Pair pair = Pair.open(RtcPage.Options.relayOnly(coturn.uri(by), Coturn.USER, Coturn.PASSWORD)
                    .withCodec("PCMU"))) {
                pair.connect("active");
                JsonValue stats = pair.alice.stats();
                assertEquals("relay", stats.at("local", "candidateType").text());
                assertEquals(
                        by.name().toLowerCase(Locale.ROOT),
                        stats.at("local", "relayProtocol").text());
                pair.talk(0.9);
            }
            assertTrue(coturn.allocations() >= 2, () -> coturn.process().log());
            // Each page has an allocation for each of its own addresses; they end one by one.
            await("the end of those by which they talked")
                    .until(
                            coturn::usage,
                            told -> told.stream()
                                            .filter(usage -> usage.packetsIn() > 400)
                                            .count()
                                    >= 2);
        }
    }

    private static String transport(RtcPage page, String what) {
        return page.stats().at("transport", what).text();
    }

    /** Two pages of one Chromium. */
    private record Pair(RtcPage alice, RtcPage bob) implements AutoCloseable {

        static Pair open(RtcPage.Options options) {
            return new Pair(RtcPage.open(chromium, server, options), RtcPage.open(chromium, server, options));
        }

        void connect(String setup) {
            bob.remote("offer", alice.offer());
            alice.remote("answer", bob.answer(Map.of("a=setup:active", "a=setup:" + setup)));
            alice.awaitConnected();
            bob.awaitConnected();
        }

        void talk(double least) {
            PageSound.talk(alice.sound(), bob.sound(), server.uri("alice.wav"), speech, least);
        }

        @Override
        public void close() {
            alice.close();
            bob.close();
        }
    }
}
