package dev.duet.examples.phone;

import java.util.function.Consumer;

/** Tells what happens: to people, or to programs. */
interface Printer {

    /** Something happened. */
    void event(PhoneEvent event);

    /** A command succeeded. */
    void success(String command, Outcome outcome);

    /** A command did not succeed. */
    void failure(String command, CommandFailure failure);

    /**
     * For people.
     *
     * @param lines takes a line at a time, from any thread
     */
    static Printer text(Consumer<String> lines, java.time.Clock clock) {
        return new TextPrinter(lines, clock);
    }

    /** For programs: one JSON object on each line. */
    static Printer json(Consumer<String> lines, java.time.Clock clock) {
        return new JsonPrinter(lines, clock);
    }
}
