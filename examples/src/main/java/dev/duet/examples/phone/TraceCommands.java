package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.model.CallTrace;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Commands that show what goes over the wire. */
final class TraceCommands {

    static final List<Command> ALL = List.of(Command.look(
            "trace",
            "[WHAT]",
            "on, off: trace all calls, or no more; without: the ladder of the last call; full: its messages",
            TraceCommands::trace));

    private TraceCommands() {}

    private static Outcome trace(Session session, List<String> arguments) {
        return switch (arguments.isEmpty() ? "" : arguments.get(0).toLowerCase(Locale.ROOT)) {
            case "on" -> switchTo(session, true);
            case "off" -> switchTo(session, false);
            case "" -> show(session.last(), false);
            case "full" -> show(session.last(), true);
            default -> throw new CommandFailure("Write \"trace on\", \"trace off\", \"trace\" or \"trace full\".");
        };
    }

    private static Outcome switchTo(Session session, boolean on) {
        session.account().traceCalls(on);
        session.account().calls().forEach(call -> call.trace(on));
        return Outcome.DONE;
    }

    private static Outcome show(Call call, boolean whole) {
        CallTrace trace = call.trace();
        List<Map<String, Object>> messages = trace.messages().stream()
                .map(message -> fields(message, whole).map())
                .toList();
        String text = whole ? trace.text() : trace.ladder();
        return Outcome.of(
                messages.isEmpty() ? "Nothing was traced; \"trace on\" before the call does." : text.stripTrailing(),
                new Fields().with("call", call.id()).with("left", trace.left()).with("messages", messages));
    }

    private static Fields fields(CallTrace.Message message, boolean whole) {
        Fields fields = new Fields()
                .with("at", message.at().toString())
                .with("sent", message.sent())
                .with("peer", message.peer())
                .with("title", message.title())
                .with("again", message.again());
        return whole ? fields.with("text", message.text()) : fields;
    }
}
