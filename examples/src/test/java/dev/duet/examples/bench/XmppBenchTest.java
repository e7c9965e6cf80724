package dev.duet.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code bench xmpp} with numbers so small that they tell nothing but that it works. */
@Tag("beside")
class XmppBenchTest {

    private static List<String> told(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new XmppBench()).setOut(new PrintWriter(out, true));
        assertEquals(0, command.execute(arguments), out::toString);
        return out.toString().lines().toList();
    }

    private static int roundTrips(List<String> told, String how) {
        String line =
                told.stream().filter(each -> each.startsWith(how)).findFirst().orElse("");
        Matcher matcher = Pattern.compile(" ([0-9]+) and +([0-9]+) round trips").matcher(line);
        assertTrue(matcher.find(), told::toString);
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void aTokenTakesFewerRoundTripsThanAllStepsDo() {
        List<String> told = told("--parts", "SIGN_IN");
        assertEquals(9, told.size(), told::toString);
        assertTrue(
                roundTrips(told, "in one exchange, DIRECT_TLS, with a token")
                        < roundTrips(told, "step by step, STARTTLS, the first time"),
                told::toString);
    }

    @Test
    void smackAndDuetTalkInTurns() {
        List<String> told = told("--parts", "MESSAGES", "--messages", "100", "--rounds", "1", "--rate", "50");
        assertEquals(6, told.size(), told::toString);
        for (int i = 0; i < 6; i++) {
            assertTrue(told.get(i).startsWith(Chatter.values()[i % 3].name() + " "), told::toString);
        }
        assertTrue(told.get(1).contains(" times SMACK"), told::toString);
    }

    @Test
    void manyContactsAreSeenAndConnectionsCounted() {
        List<String> contacts = told("--parts", "CONTACTS", "--contacts", "20", "--online", "3", "--idle", "1");
        assertEquals(10, contacts.size(), contacts::toString);
        List<String> idle = told("--parts", "IDLE", "--idle", "3", "--seconds", "1");
        assertEquals(2, idle.size(), idle::toString);
        assertTrue(idle.get(1).startsWith("DUET   3 connections: "), idle::toString);
    }
}
