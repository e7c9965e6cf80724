package dev.duet.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void without_a_name_lists_the_examples() {
        assertEquals(0, run());

        assertTrue(out.toString().contains("Usage: duet-examples"), out.toString());
        assertTrue(out.toString().contains("  phone    A softphone"), out.toString());
    }

    @Test
    void an_unknown_name_is_misuse_and_tells_the_nearest() {
        assertEquals(2, run("fone"));

        assertTrue(err.toString().contains("phone"), err.toString());
    }

    @Test
    void misuse_of_an_example_tells_where_help_is() {
        assertEquals(2, run("phone", "--bogus"));

        assertTrue(err.toString().contains("\"duet-examples phone --help\""), err.toString());
    }

    @Test
    void contacts_are_measured_with_few_and_with_many() {
        assertEquals(0, run("bench", "contacts", "-n", "80", "--changes", "3"), err.toString());

        assertTrue(out.toString().contains("40 contacts of 3 sources"), out.toString());
        assertTrue(out.toString().contains("80 contacts of 3 sources"), out.toString());
    }

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return Main.run(line, args);
    }
}
