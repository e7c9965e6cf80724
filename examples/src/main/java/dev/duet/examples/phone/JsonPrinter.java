package dev.duet.examples.phone;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A JSON object on a line for each event and each result. */
final class JsonPrinter implements Printer {

    private final Consumer<String> lines;
    private final Clock clock;

    JsonPrinter(Consumer<String> lines, Clock clock) {
        this.lines = lines;
        this.clock = clock;
    }

    @Override
    public void event(PhoneEvent event) {
        Map<String, Object> object = head("event");
        object.put("event", event.name().text());
        object.putAll(event.fields());
        print(object);
    }

    @Override
    public void success(String command, Outcome outcome) {
        Map<String, Object> object = head("result");
        object.put("command", command);
        object.put("ok", true);
        object.putAll(outcome.fields());
        print(object);
    }

    @Override
    public void failure(String command, CommandFailure failure) {
        Map<String, Object> object = head("result");
        object.put("command", command);
        object.put("ok", false);
        object.put("error", String.valueOf(failure.getMessage()));
        if (failure.failure() != null) {
            object.put("failure", Fields.of(failure.failure()).map());
        }
        print(object);
    }

    private Map<String, Object> head(String type) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", type);
        object.put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return object;
    }

    private void print(Map<String, Object> object) {
        lines.accept(Json.of(object));
    }
}
