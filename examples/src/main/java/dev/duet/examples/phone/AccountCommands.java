package dev.duet.examples.phone;

import dev.duet.api.Account;
import dev.duet.model.AccountState;
import dev.duet.model.Availability;
import dev.duet.model.LinkState;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands about the account itself. */
final class AccountCommands {

    private static final Map<String, Availability> STATES = new LinkedHashMap<>();

    static {
        STATES.put("available", Availability.AVAILABLE);
        STATES.put("online", Availability.AVAILABLE);
        STATES.put("chat", Availability.CHATTY);
        STATES.put("away", Availability.AWAY);
        STATES.put("xa", Availability.EXTENDED_AWAY);
        STATES.put("dnd", Availability.DO_NOT_DISTURB);
        STATES.put("offline", Availability.OFFLINE);
    }

    static final List<Command> ALL = List.of(
            Command.act(
                    "presence",
                    "STATE [NOTE...]",
                    "publish how you are: " + String.join(", ", STATES.keySet()),
                    AccountCommands::presence),
            Command.look("status", "", "tell the state of each half", AccountCommands::status),
            Command.look("voicemail", "", "tell what waits in your mailbox", AccountCommands::voicemail),
            Command.act("connect", "[HALF]", "sign in: everywhere, or sip, or xmpp", AccountCommands::connect),
            Command.act("disconnect", "[HALF]", "sign out: everywhere, or sip, or xmpp", AccountCommands::disconnect));

    private AccountCommands() {}

    /** The words that {@code presence} takes. */
    static List<String> states() {
        return List.copyOf(STATES.keySet());
    }

    private static Outcome presence(Session session, List<String> arguments) {
        Availability availability = STATES.get(arguments.get(0).toLowerCase(Locale.ROOT));
        if (availability == null) {
            throw new CommandFailure("\"" + arguments.get(0) + "\" is none of " + String.join(", ", STATES.keySet()));
        }
        String note = arguments.size() < 2 ? "" : arguments.get(1);
        session.await(session.account().publish(OwnPresence.of(availability).withNote(note)));
        return Outcome.DONE;
    }

    private static Outcome status(Session session, List<String> none) {
        return state(session.account().state());
    }

    private static Outcome voicemail(Session session, List<String> none) {
        return session.account()
                .messageSummary()
                .map(summary -> Outcome.of(Mailboxes.tell(summary), Mailboxes.of(summary)))
                .orElseGet(() -> Outcome.of(
                        "Nobody told of a mailbox; --voicemail asks the SIP server that does not tell by itself.",
                        new Fields()));
    }

    private static Outcome connect(Session session, List<String> arguments) {
        Account account = session.account();
        if (arguments.isEmpty()) {
            session.await(account.connect());
        } else {
            session.await(account.link(half(arguments.get(0))).connect());
        }
        return Outcome.DONE;
    }

    private static Outcome disconnect(Session session, List<String> arguments) {
        Account account = session.account();
        session.await(
                arguments.isEmpty()
                        ? account.disconnect()
                        : account.link(half(arguments.get(0))).disconnect());
        return Outcome.DONE;
    }

    private static Protocol half(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "sip" -> Protocol.SIP;
            case "xmpp" -> Protocol.XMPP;
            default -> throw new CommandFailure("\"" + text + "\" is no half of an account; write sip or xmpp.");
        };
    }

    private static Outcome state(AccountState state) {
        Fields fields = new Fields().with("account", state.summary());
        state.links()
                .forEach((half, link) ->
                        fields.with(Fields.word(half), Fields.of(link).map()));
        String text = state.links().entrySet().stream()
                .map(half -> "  " + line(half.getKey(), half.getValue()))
                .collect(Collectors.joining("\n"));
        return Outcome.of(text, fields);
    }

    private static String line(Protocol half, LinkState state) {
        String head = half + "  " + Fields.word(state.phase());
        if (state instanceof LinkState.Online online) {
            String tls = online.security().isProtected()
                    ? online.security().tls() + " " + online.security().cipher()
                    : "unprotected";
            return head + "  " + online.self().uri() + "  " + tls + "  "
                    + online.security().authentication();
        } else if (state instanceof LinkState.Waiting waiting) {
            return head + "  " + Hints.explain(half, waiting.failure());
        } else if (state instanceof LinkState.Failed failed) {
            return head + "  " + Hints.explain(half, failed.failure());
        }
        return head;
    }
}
