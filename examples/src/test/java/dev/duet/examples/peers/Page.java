package dev.duet.examples.peers;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A page in Chromium, whose functions Java calls and which tells Java events by {@code window.duet(kind, value)}.
 * Whatever it prints or throws on the way stands in what a failed call says.
 */
final class Page implements AutoCloseable {

    /** What the page told. */
    record Event(String kind, JsonValue value) {}

    private static final String TELLS =
            "window.duet = (kind, value) => window.duetTells(JSON.stringify({kind, value}))";

    private final DevTools devTools;
    private final String target;
    private final String session;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> console = new CopyOnWriteArrayList<>();

    private Page(DevTools devTools, String target, String session) {
        this.devTools = devTools;
        this.target = target;
        this.session = session;
    }

    static Page load(DevTools devTools, String target, String session, URI address) {
        Page page = new Page(devTools, target, session);
        devTools.onEvent(session, page::take);
        page.command("Runtime.enable", Map.of());
        page.command("Page.enable", Map.of());
        page.command("Runtime.addBinding", Map.of("name", "duetTells"));
        page.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", TELLS));
        JsonValue navigated = page.command("Page.navigate", Map.of("url", address.toString()));
        if (navigated.has("errorText")) {
            throw new IllegalStateException(
                    address + ": " + navigated.at("errorText").text());
        }
        page.await("load");
        return page;
    }

    private void take(JsonValue message) {
        JsonValue told = message.has("params") ? message.at("params") : new JsonValue(Map.of());
        switch (message.textAt("method")) {
            case "Runtime.bindingCalled" -> {
                JsonValue event = JsonValue.read(told.at("payload").text());
                events.add(new Event(
                        event.at("kind").text(), event.has("value") ? event.at("value") : new JsonValue(null)));
            }
            case "Page.loadEventFired" -> events.add(new Event("load", new JsonValue(null)));
            case "Runtime.consoleAPICalled" ->
                console.add(told.at("args").list().stream()
                        .map(argument ->
                                argument.has("value") ? argument.textAt("value") : argument.textAt("description"))
                        .collect(Collectors.joining(" ")));
            case "Runtime.exceptionThrown" ->
                console.add(told.at("exceptionDetails").toString());
            default -> {
                // Nothing else is asked for.
            }
        }
    }

    private JsonValue command(String method, Map<String, ?> parameters) {
        return devTools.session(session, method, parameters);
    }

    /** Calls a function of the page, by its name, with arguments as JSON has them; a promise is waited for. */
    JsonValue call(String function, Object... arguments) {
        String expression = Stream.of(arguments)
                .map(JsonValue::write)
                .collect(Collectors.joining(",", "(async () => " + function + "(", "))()"));
        JsonValue answer = command(
                "Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(function + ": "
                    + answer.at("exceptionDetails", "exception").textAt("description") + "\n" + console());
        }
        return answer.at("result").has("value") ? answer.at("result", "value") : new JsonValue(null);
    }

    /** Everything of that kind that it has told so far, the oldest first. */
    List<JsonValue> events(String kind) {
        return events.stream()
                .filter(event -> event.kind().equals(kind))
                .map(Event::value)
                .toList();
    }

    /** Waits until it has told something of that kind, and returns the first. */
    JsonValue await(String kind) {
        return await(kind, event -> true);
    }

    /** Waits until it has told something of that kind that fits, and returns the first that does. */
    JsonValue await(String kind, Predicate<JsonValue> fits) {
        return await(kind, Duration.ofSeconds(30), fits);
    }

    JsonValue await(String kind, Duration atMost, Predicate<JsonValue> fits) {
        try {
            Awaitility.await(kind)
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> events(kind).stream().anyMatch(fits));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("The page did not tell " + kind + ", but " + events + "\n" + console(), e);
        }
        return events(kind).stream().filter(fits).findFirst().orElseThrow();
    }

    String console() {
        return String.join("\n", console);
    }

    @Override
    public void close() {
        devTools.browser("Target.closeTarget", Map.of("targetId", target));
    }
}
