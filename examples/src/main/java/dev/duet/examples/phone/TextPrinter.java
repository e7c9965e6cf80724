package dev.duet.examples.phone;

import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;

/** A line for each event, with the time of day; results as they are. */
final class TextPrinter implements Printer {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final Consumer<String> lines;
    private final Clock clock;

    TextPrinter(Consumer<String> lines, Clock clock) {
        this.lines = lines;
        this.clock = clock;
    }

    @Override
    public void event(PhoneEvent event) {
        lines.accept(TIME.format(LocalTime.now(clock)) + "  " + event.text());
    }

    @Override
    public void success(String command, Outcome outcome) {
        if (!outcome.text().isEmpty()) {
            lines.accept(outcome.text());
        }
    }

    @Override
    public void failure(String command, CommandFailure failure) {
        lines.accept("FAILED " + command + ": " + failure.getMessage());
    }
}
