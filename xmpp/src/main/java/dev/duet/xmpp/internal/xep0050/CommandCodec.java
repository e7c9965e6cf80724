package dev.duet.xmpp.internal.xep0050;

import dev.duet.model.Address;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.CommandStep.Action;
import dev.duet.model.CommandStep.Note;
import dev.duet.model.CommandStep.Status;
import dev.duet.model.Form;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xep0004.Forms;
import dev.duet.xmpp.internal.xep0030.ServiceSearch;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands between our words and those on the wire (XEP-0050). Pure. */
public final class CommandCodec {

    /** The namespace, and the node where a service lists its commands. */
    public static final String NAMESPACE = "http://jabber.org/protocol/commands";

    private static final int MOST = 1_000;
    private static final int MOST_NOTES = 100;

    private CommandCodec() {}

    /** The question for a list. */
    public static Xml listing() {
        return Xml.element("query", ServiceSearch.ITEMS)
                .attribute("node", NAMESPACE)
                .build();
    }

    /** What a list has; what has no address or name is left out. */
    public static List<CommandListing> listed(Xml query) {
        List<CommandListing> commands = new ArrayList<>();
        for (Xml item : query.children("item", ServiceSearch.ITEMS)) {
            Address.Xmpp of = Jids.read(item.attribute("jid"));
            String node = item.attribute("node", "");
            if (of != null && !node.isEmpty() && commands.size() < MOST) {
                commands.add(new CommandListing(of, node, item.attribute("name", "")));
            }
        }
        return commands;
    }

    /** Begins a command. */
    public static Xml execute(CommandListing command) {
        return Xml.element("command", NAMESPACE)
                .attribute("node", command.node())
                .attribute("action", "execute")
                .build();
    }

    /** Goes on with one. */
    public static Xml go(CommandStep step, Action action, @Nullable Form form) {
        Xml.Builder command = Xml.element("command", NAMESPACE)
                .attribute("node", step.command().node())
                .attribute("sessionid", step.sessionId().isEmpty() ? null : step.sessionId())
                .attribute("action", word(action));
        if (form != null && action != Action.CANCEL && action != Action.PREVIOUS) {
            command.add(Forms.submit(form));
        }
        return command.build();
    }

    private static String word(Action action) {
        return action == Action.PREVIOUS ? "prev" : action.name().toLowerCase(Locale.ROOT);
    }

    /** How far a command is, as its service tells; null when it tells of another, or nothing. */
    public static @Nullable CommandStep read(CommandListing command, @Nullable Xml told) {
        Status status = told == null ? null : status(told.attribute("status", ""));
        if (status == null || !told.attribute("node", command.node()).equals(command.node())) {
            return null;
        }
        Xml offered = told.child("actions", NAMESPACE);
        Set<Action> actions = status == Status.EXECUTING ? actions(offered) : Set.of();
        List<Note> notes = told.children("note", NAMESPACE).stream()
                .limit(MOST_NOTES)
                .map(note -> new Note(kind(note.attribute("type", "")), note.text()))
                .toList();
        return new CommandStep(
                command,
                told.attribute("sessionid", ""),
                status,
                actions,
                usual(offered, actions),
                Forms.in(told),
                notes);
    }

    private static @Nullable Status status(String word) {
        return switch (word) {
            case "executing" -> Status.EXECUTING;
            case "completed" -> Status.COMPLETED;
            case "canceled" -> Status.CANCELED;
            default -> null;
        };
    }

    /** Without a word on it, a command of one step can be completed (3.4). */
    private static Set<Action> actions(@Nullable Xml offered) {
        Set<Action> actions = EnumSet.of(Action.CANCEL);
        if (offered == null || offered.children().isEmpty() || offered.has("complete", NAMESPACE)) {
            actions.add(Action.COMPLETE);
        }
        if (offered != null && offered.has("next", NAMESPACE)) {
            actions.add(Action.NEXT);
        }
        if (offered != null && offered.has("prev", NAMESPACE)) {
            actions.add(Action.PREVIOUS);
        }
        return actions;
    }

    private static Action usual(@Nullable Xml offered, Set<Action> actions) {
        Action said =
                switch (offered == null ? "" : offered.attribute("execute", "")) {
                    case "next" -> Action.NEXT;
                    case "prev" -> Action.PREVIOUS;
                    default -> Action.COMPLETE;
                };
        if (actions.contains(said) || actions.isEmpty()) {
            return said;
        }
        return actions.contains(Action.NEXT) ? Action.NEXT : Action.CANCEL;
    }

    private static Note.Kind kind(String word) {
        return switch (word) {
            case "warn" -> Note.Kind.WARNING;
            case "error" -> Note.Kind.ERROR;
            default -> Note.Kind.INFO;
        };
    }
}
