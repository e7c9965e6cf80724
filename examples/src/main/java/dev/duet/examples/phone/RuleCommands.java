package dev.duet.examples.phone;

import dev.duet.model.Address;
import dev.duet.model.CallForwarding;
import dev.duet.model.CallRules;
import dev.duet.model.CallRules.AutoAnswer;
import dev.duet.model.CallRules.DoNotDisturb;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Commands about what becomes of calls before they ring. */
final class RuleCommands {

    private static final Duration NO_ANSWER = Duration.ofSeconds(20);

    static final List<Command> ALL = List.of(
            Command.act("waiting", "ON|OFF", "let calls ring while there is another, or not", RuleCommands::waiting),
            Command.act(
                    "dnd",
                    "WHAT",
                    "while you are not to be disturbed (\"presence dnd\"), calls are: " + words(DoNotDisturb.values()),
                    RuleCommands::doNotDisturb),
            Command.act(
                    "forward",
                    "WHEN [ADDRESS]",
                    "send calls on: always, busy, noanswer (20 s), unreachable; off for none",
                    RuleCommands::forward),
            Command.act(
                    "autoanswer",
                    "WHOSE",
                    "calls that wish it are answered by themselves, those of: " + words(AutoAnswer.values()),
                    RuleCommands::autoAnswer),
            Command.look("rules", "", "tell these rules", RuleCommands::rules),
            Command.act("block", "ADDRESS", "take nothing from there any more", RuleCommands::block),
            Command.act("unblock", "ADDRESS", "take what comes from there again", RuleCommands::unblock));

    private RuleCommands() {}

    private static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(Fields::word).collect(Collectors.joining(", "));
    }

    private static Outcome waiting(Session session, List<String> arguments) {
        boolean on =
                switch (arguments.get(0).toLowerCase(Locale.ROOT)) {
                    case "on" -> true;
                    case "off" -> false;
                    default -> throw new CommandFailure("Write \"waiting on\" or \"waiting off\".");
                };
        return set(session, session.account().callRules().withCallWaiting(on));
    }

    private static Outcome doNotDisturb(Session session, List<String> arguments) {
        DoNotDisturb what = one(DoNotDisturb.values(), arguments.get(0));
        return set(session, session.account().callRules().withDoNotDisturb(what));
    }

    private static Outcome autoAnswer(Session session, List<String> arguments) {
        AutoAnswer whose = one(AutoAnswer.values(), arguments.get(0));
        return set(session, session.account().callRules().withAutoAnswer(whose));
    }

    private static <E extends Enum<E>> E one(E[] all, String word) {
        return Arrays.stream(all)
                .filter(each -> Fields.word(each).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("\"" + word + "\" is none of " + words(all)));
    }

    private static Outcome forward(Session session, List<String> arguments) {
        CallRules rules = session.account().callRules();
        String when = arguments.get(0).toLowerCase(Locale.ROOT);
        if (when.equals("off")) {
            return set(session, rules.withForwarding(CallForwarding.NONE));
        }
        if (arguments.size() < 2) {
            throw new CommandFailure("Write whom calls are sent on to, as in \"forward busy sip:carol@example.com\".");
        }
        Address to = Address.parse(arguments.get(1));
        CallForwarding now = rules.forwarding();
        return set(
                session,
                rules.withForwarding(
                        switch (when) {
                            case "always" -> now.always(to);
                            case "busy" -> now.whenBusy(to);
                            case "noanswer" -> now.whenNoAnswer(NO_ANSWER, to);
                            case "unreachable" -> now.whenNotReachable(to);
                            default ->
                                throw new CommandFailure(
                                        "\"" + when + "\" is none of always, busy, noanswer, unreachable, off");
                        }));
    }

    private static Outcome set(Session session, CallRules rules) {
        session.account().callRules(rules);
        return told(rules);
    }

    private static Outcome rules(Session session, List<String> none) {
        return told(session.account().callRules());
    }

    private static Outcome told(CallRules rules) {
        CallForwarding on = rules.forwarding();
        String text = "  call waiting " + (rules.callWaiting() ? "on" : "off") + "; not to be disturbed: "
                + Fields.word(rules.doNotDisturb())
                + (rules.autoAnswer() == AutoAnswer.NOBODY
                        ? ""
                        : "; answered by themselves: " + Fields.word(rules.autoAnswer()))
                + tell("; always to ", on.always())
                + tell("; when busy to ", on.whenBusy())
                + tell("; without an answer to ", on.whenNoAnswer())
                + tell("; when not reachable to ", on.whenNotReachable());
        return Outcome.of(
                text,
                new Fields()
                        .with("waiting", rules.callWaiting())
                        .with("dnd", Fields.word(rules.doNotDisturb()))
                        .with("autoanswer", Fields.word(rules.autoAnswer()))
                        .with("always", uris(on.always()))
                        .with("busy", uris(on.whenBusy()))
                        .with("noanswer", uris(on.whenNoAnswer()))
                        .with("unreachable", uris(on.whenNotReachable())));
    }

    private static String tell(String when, List<Address> to) {
        return to.isEmpty() ? "" : when + String.join(", ", uris(to));
    }

    private static List<String> uris(List<Address> addresses) {
        return addresses.stream().map(Address::uri).toList();
    }

    private static Outcome block(Session session, List<String> arguments) {
        session.await(session.account().blockList().block(ChatCommands.address(arguments.get(0))));
        return Outcome.DONE;
    }

    private static Outcome unblock(Session session, List<String> arguments) {
        session.await(session.account().blockList().unblock(ChatCommands.address(arguments.get(0))));
        return Outcome.DONE;
    }
}
