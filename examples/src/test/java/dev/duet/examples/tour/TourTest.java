package dev.duet.examples.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.sandbox.SpeechCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The whole of Duet, end to end. */
final class TourTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @ParameterizedTest(name = "with {0}, of which at least {1} is heard")
    @CsvSource({"opus, 0.90", "PCMU, 0.95"})
    void the_story_happens(String codec, double enough) throws IOException {
        Path said = folder.resolve("alice.wav");
        try (InputStream in = TourTest.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
            Files.copy(in, said);
        }
        Path heard = folder.resolve("bob.wav");

        int status = tour("--codec", codec, "--out", heard.toString());

        assertEquals(0, status, out.toString());
        SpeechCheck check = SpeechCheck.compare(said, heard);
        assertTrue(Math.max(check.correlation(), check.following()) >= enough, check.toString());
        assertTrue(out.toString().contains("Bob is told of menu.txt: text/plain, 17 bytes"), out.toString());
        assertTrue(out.toString().contains("sees both on the phone"), out.toString());
        assertTrue(out.toString().contains("both are off the phone"), out.toString());
        assertTrue(out.toString().contains("Bob calls Alice at xmpp:alice@"), out.toString());
        assertTrue(out.toString().contains("Alice to Bob, by SIP: Still there?"), out.toString());
        assertTrue(out.toString().contains("It is one conversation: 5 messages"), out.toString());
        assertTrue(!out.toString().contains("found fault"), out.toString());
    }

    @Test
    void an_unknown_codec_is_misuse() {
        assertEquals(2, tour("--codec", "G.729"));

        assertTrue(out.toString().contains("opus, PCMU or PCMA"), out.toString());
    }

    private int tour(String... arguments) {
        CommandLine line = new CommandLine(new Tour());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        return line.execute(arguments);
    }
}
