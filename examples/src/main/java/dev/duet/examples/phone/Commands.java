package dev.duet.examples.phone;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All commands of the phone. */
final class Commands {

    private static final Set<EventName> NEED_A_CALL = Set.of(
            EventName.DIALING,
            EventName.RINGING,
            EventName.ANSWERED,
            EventName.CONNECTED,
            EventName.HOLD,
            EventName.DTMF);

    static final List<Command> ALL = Stream.of(
                    CallCommands.ALL,
                    MoveCommands.ALL,
                    ChatCommands.ALL,
                    FileCommands.ALL,
                    PeopleCommands.ALL,
                    RuleCommands.ALL,
                    AccountCommands.ALL,
                    TraceCommands.ALL,
                    List.of(
                            Command.look(
                                    "wait",
                                    "EVENT [SECONDS]",
                                    "wait for an event that came since the last command or comes within SECONDS"
                                            + " (30); EVENT:WORD wants one that mentions WORD",
                                    Commands::await),
                            Command.look("sleep", "SECONDS", "do nothing for a while", Commands::sleep),
                            Command.look("help", "[COMMAND]", "tell what the commands do", Commands::help),
                            Command.act("quit", "", "hang up, sign out and leave", Commands::quit)))
            .flatMap(List::stream)
            .toList();

    private Commands() {}

    /**
     * The command of that name.
     *
     * @throws CommandFailure when there is none
     */
    static Command named(String name) {
        return ALL.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("There is no command \"" + name + "\"; there are "
                        + ALL.stream().map(Command::name).collect(Collectors.joining(", "))));
    }

    private static Outcome await(Session session, List<String> arguments) {
        String[] wanted = arguments.get(0).split(":", 2);
        EventName name = EventName.of(wanted[0]);
        Predicate<PhoneEvent> matches =
                event -> event.name() == name && (wanted.length == 1 || event.mentions(wanted[1]));
        Duration limit = arguments.size() > 1 ? Seconds.parse(arguments.get(1)) : Session.LIMIT;
        PhoneEvent event = session.await(matches, callIsOver(name), limit);
        return Outcome.of("", new Fields().with("event", event.name().text()).with("fields", event.fields()));
    }

    /** After the end of a call that we made, there is no use in waiting for it to ring. */
    private static Predicate<PhoneEvent> callIsOver(EventName wanted) {
        return event -> NEED_A_CALL.contains(wanted)
                && event.name() == EventName.ENDED
                && "outgoing".equals(event.fields().get("direction"));
    }

    private static Outcome sleep(Session session, List<String> arguments) {
        session.sleep(Seconds.parse(arguments.get(0)));
        return Outcome.DONE;
    }

    private static Outcome help(Session session, List<String> arguments) {
        List<Command> shown = arguments.isEmpty() ? ALL : List.of(named(arguments.get(0)));
        int width = shown.stream()
                .mapToInt(command -> command.usage().length())
                .max()
                .orElse(0);
        String text = shown.stream()
                .map(command -> String.format(Locale.ROOT, "  %-" + width + "s  %s", command.usage(), command.help()))
                .collect(Collectors.joining("\n"));
        return Outcome.of(
                text,
                new Fields().with("commands", shown.stream().map(Command::usage).toList()));
    }

    private static Outcome quit(Session session, List<String> arguments) {
        session.leave();
        return Outcome.DONE;
    }
}
