package dev.duet.examples.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two pages with stanza call each other through Prosody: what tests of Duet's Jingle against it rest upon. */
@NeedsPeers({"chromium", "prosody", "node", "npm"})
class StanzaTest {

    private static final RtcPage.Options PCMU = RtcPage.Options.DIRECT.withCodec("PCMU");

    @TempDir
    private static Path folder;

    private static Path speech;
    private static PageServer server;
    private static Prosody prosody;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        speech = Speech.original(folder);
        server = PageServer.start().with("alice.wav", speech).with("stanza-bundle.js", PageBundle.script("stanza"));
        prosody = Prosody.start(folder, "alice", "bob");
        chromium = Chromium.start(folder);
    }

    @AfterAll
    static void stop() {
        chromium.close();
        prosody.close();
        server.close();
    }

    @Test
    void twoPagesCallEachOtherByJingle() {
        try (StanzaPage alice = StanzaPage.open(chromium, server, prosody, "alice", PCMU);
                StanzaPage bob = StanzaPage.open(chromium, server, prosody, "bob", PCMU)) {
            alice.call(bob.jid());
            bob.awaitIncoming();
            bob.ring();
            alice.page().await("ringing");
            bob.answer();
            alice.awaitConnected();
            bob.awaitConnected();
            PageSound.talk(alice.sound(), bob.sound(), server.uri("alice.wav"), speech, 0.9);
            assertEquals("audio/PCMU", alice.stats().at("codec").text());
            bob.hold();
            alice.page().await("hold");
            alice.end("success");
            assertEquals("success", bob.awaitEnd());
        }
    }
}
