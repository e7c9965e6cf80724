package dev.duet.examples.phone;

import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.api.Conversation;
import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.Message;
import dev.duet.model.RosterEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Commands about messages and contacts. */
final class ChatCommands {

    static final List<Command> ALL = List.of(
            Command.act(
                    "send",
                    "ADDRESS TEXT...",
                    "send a message; \"wait delivered\" waits for the receipt",
                    ChatCommands::send),
            Command.act(
                    "typing",
                    "ADDRESS [STATE]",
                    "tell that you are composing (the default), paused, active, gone",
                    ChatCommands::typing),
            Command.act("reply", "ADDRESS TEXT...", "answer the last message that came", ChatCommands::reply),
            Command.act("correct", "ADDRESS TEXT...", "put another text in place of your last", ChatCommands::correct),
            Command.act("retract", "ADDRESS", "take your last message back", ChatCommands::retract),
            Command.act(
                    "react",
                    "ADDRESS [EMOJI]",
                    "react to the last message that came; without an emoji, no longer",
                    ChatCommands::react),
            Command.act("attention", "ADDRESS", "call for somebody's attention", ChatCommands::attention),
            Command.act("read", "ADDRESS", "tell that you have read what came", ChatCommands::read),
            Command.look(
                    "history", "ADDRESS [NUMBER]", "show the last messages, 20 unless told", ChatCommands::history),
            Command.look("search", "ADDRESS TEXT...", "show the last messages with a text", ChatCommands::search),
            Command.act("watch", "ADDRESS", "see somebody's presence from now on", ChatCommands::watch),
            Command.look("contacts", "", "list the contacts", ChatCommands::contacts),
            Command.act("add", "ADDRESS [NAME...]", "add a contact, and ask to see its presence", ChatCommands::add),
            Command.act("remove", "ADDRESS", "take a contact off the list", ChatCommands::remove),
            Command.act("approve", "ADDRESS", "let somebody see your presence", ChatCommands::approve),
            Command.act("deny", "ADDRESS", "do not let somebody see your presence", ChatCommands::deny));

    private static final int LINES = 20;

    private ChatCommands() {}

    private static Outcome send(Session session, List<String> arguments) {
        Message sent =
                session.await(session.account().conversation(arguments.get(0)).send(arguments.get(1)));
        return Outcome.of("", Fields.of(sent));
    }

    private static Outcome reply(Session session, List<String> arguments) {
        Conversation with = session.account().conversation(arguments.get(0));
        return told(session, with.reply(last(with, true), arguments.get(1)));
    }

    private static Outcome correct(Session session, List<String> arguments) {
        Conversation with = session.account().conversation(arguments.get(0));
        return told(session, with.correct(last(with, false), arguments.get(1)));
    }

    private static Outcome retract(Session session, List<String> arguments) {
        Conversation with = session.account().conversation(arguments.get(0));
        return told(session, with.retract(last(with, false)));
    }

    private static Outcome react(Session session, List<String> arguments) {
        Conversation with = session.account().conversation(arguments.get(0));
        Set<String> emojis = arguments.size() < 2 ? Set.of() : Set.of(arguments.get(1));
        return told(session, with.react(last(with, true), emojis));
    }

    private static Outcome told(Session session, CompletableFuture<Message> change) {
        return Outcome.of("", Fields.of(session.await(change)));
    }

    private static Outcome attention(Session session, List<String> arguments) {
        session.await(session.account().conversation(arguments.get(0)).attention());
        return Outcome.DONE;
    }

    private static Message last(Conversation with, boolean incoming) {
        return with.history().stream()
                .filter(message -> message.incoming() == incoming && !message.isRetracted())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new CommandFailure(
                        incoming ? "No message came from there yet." : "You have sent no message there yet."));
    }

    private static Outcome typing(Session session, List<String> arguments) {
        ChatState state = arguments.size() < 2 ? ChatState.COMPOSING : state(arguments.get(1));
        session.account().conversation(arguments.get(0)).typing(state);
        return Outcome.DONE;
    }

    private static ChatState state(String text) {
        return Arrays.stream(ChatState.values())
                .filter(state -> Fields.word(state).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("\"" + text + "\" is none of "
                        + Arrays.stream(ChatState.values()).map(Fields::word).collect(Collectors.joining(", "))));
    }

    private static Outcome read(Session session, List<String> arguments) {
        session.account().conversation(arguments.get(0)).markRead();
        return Outcome.DONE;
    }

    private static Outcome history(Session session, List<String> arguments) {
        int most = arguments.size() < 2 ? LINES : number(arguments.get(1));
        return lines(
                session.await(session.account().conversation(arguments.get(0)).latest(most)));
    }

    static int number(String text) {
        if (!text.matches("[0-9]{1,4}")) {
            throw new CommandFailure("\"" + text + "\" is no number of lines");
        }
        return Integer.parseInt(text);
    }

    private static Outcome search(Session session, List<String> arguments) {
        Conversation with = session.account().conversation(arguments.get(0));
        return lines(session.await(with.search(arguments.get(1), LINES)));
    }

    private static Outcome lines(List<Message> messages) {
        String text = messages.stream()
                .map(message ->
                        "  " + message.at() + " " + message.protocol() + " " + (message.incoming() ? "< " : "> ")
                                + (message.isRetracted() ? "(taken back)" : message.body()))
                .collect(Collectors.joining("\n"));
        List<Map<String, Object>> fields =
                messages.stream().map(message -> Fields.of(message).map()).toList();
        return Outcome.of(messages.isEmpty() ? "Nothing was said." : text, new Fields().with("messages", fields));
    }

    private static Outcome watch(Session session, List<String> arguments) {
        Contacts contacts = session.account().contacts();
        Contact contact = contacts.find(arguments.get(0))
                .filter(ChatCommands::isSeen)
                .orElseGet(() -> session.await(contacts.add(arguments.get(0))));
        return Outcome.of(line(contact), Fields.of(contact));
    }

    private static boolean isSeen(Contact contact) {
        return contact.rosterEntry()
                .map(RosterEntry::subscription)
                .filter(RosterEntry.Visibility::seesContact)
                .isPresent();
    }

    private static Outcome contacts(Session session, List<String> none) {
        List<Contact> all = session.account().contacts().all();
        String text = all.stream().map(ChatCommands::line).collect(Collectors.joining("\n"));
        return Outcome.of(
                all.isEmpty() ? "No contacts; \"add ADDRESS\" adds one." : text,
                new Fields()
                        .with(
                                "contacts",
                                all.stream()
                                        .map(contact -> Fields.of(contact).map())
                                        .toList()));
    }

    static String line(Contact contact) {
        String addresses = contact.addresses().stream().map(Address::uri).collect(Collectors.joining(" "));
        return "  " + contact.name() + "  " + Events.tell(contact.presence()) + "  " + addresses;
    }

    private static Outcome add(Session session, List<String> arguments) {
        String name = arguments.size() < 2 ? "" : arguments.get(1);
        Contact contact = session.await(session.account().contacts().add(arguments.get(0), name, Set.of()));
        return Outcome.of("", Fields.of(contact));
    }

    private static Outcome remove(Session session, List<String> arguments) {
        Contacts contacts = session.account().contacts();
        Contact contact = contacts.find(arguments.get(0))
                .orElseThrow(() -> new CommandFailure(arguments.get(0) + " is no contact; \"contacts\" lists them."));
        session.await(contacts.remove(contact));
        return Outcome.DONE;
    }

    private static Outcome approve(Session session, List<String> arguments) {
        session.account().contacts().approve(address(arguments.get(0)));
        return Outcome.DONE;
    }

    private static Outcome deny(Session session, List<String> arguments) {
        session.account().contacts().deny(address(arguments.get(0)));
        return Outcome.DONE;
    }

    /** Without a scheme it is an XMPP address: there, people ask. */
    static Address address(String text) {
        return text.matches("(?i)(sips?|xmpp|tel):.*") ? Address.parse(text) : Address.xmpp(text);
    }
}
