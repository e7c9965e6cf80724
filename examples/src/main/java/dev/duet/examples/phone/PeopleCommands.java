package dev.duet.examples.phone;

import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.model.Address;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands about who is who, and why. */
final class PeopleCommands {

    private static final int MOST = 10;

    static final List<Command> ALL = List.of(
            Command.look(
                    "find", "TEXT...", "list the contacts that a name, address or number begins", PeopleCommands::find),
            Command.look(
                    "who",
                    "ADDRESS",
                    "tell why somebody's addresses are one person, how they are, and how a call would go",
                    PeopleCommands::who),
            Command.act("link", "ADDRESS ADDRESS", "make two contacts one person", PeopleCommands::link),
            Command.act("split", "ADDRESS", "make an address a person of its own again", PeopleCommands::split),
            Command.act(
                    "subscribe",
                    "EVENT ADDRESS",
                    "be told of an event package of SIP, such as message-summary",
                    PeopleCommands::subscribe));

    private PeopleCommands() {}

    private static Outcome subscribe(Session session, List<String> arguments) {
        Address.Sip target = Address.sip(arguments.get(1).replaceFirst("^sip:", ""));
        session.await(session.account().link(Protocol.SIP).subscribe(arguments.get(0), target));
        return Outcome.of("", new Fields().with("package", arguments.get(0)).with("target", target));
    }

    private static Outcome find(Session session, List<String> arguments) {
        List<Contact> found = session.account().contacts().search(arguments.get(0), MOST);
        String text = found.stream().map(ChatCommands::line).collect(Collectors.joining("\n"));
        List<Map<String, Object>> fields =
                found.stream().map(contact -> Fields.of(contact).map()).toList();
        return Outcome.of(found.isEmpty() ? "Nobody." : text, new Fields().with("contacts", fields));
    }

    private static Outcome who(Session session, List<String> arguments) {
        Contact contact = contact(session, arguments.get(0));
        List<String> lines = new ArrayList<>();
        lines.add(ChatCommands.line(contact));
        if (!contact.mergedBecause().isEmpty()) {
            lines.add("  one person: " + contact.mergedBecause());
        }
        lines.add("  " + contact.presence().because());
        var answer = session.account().callRoutes(contact);
        for (Route route : answer.routes()) {
            lines.add("  a call goes by " + route.protocol() + " to "
                    + route.target().uri() + ": " + route.why());
        }
        if (answer.routes().isEmpty()) {
            lines.add("  no call goes there: " + answer.whyNone());
        }
        Fields fields = Fields.of(contact)
                .with("because", contact.mergedBecause())
                .with("presence because", contact.presence().because())
                .with("calls", answer.routes().stream().map(Route::why).toList());
        return Outcome.of(String.join("\n", lines), fields);
    }

    private static Outcome link(Session session, List<String> arguments) {
        Contacts contacts = session.account().contacts();
        Contact contact = contact(session, arguments.get(0));
        return told(session.await(contacts.link(contact, address(session, arguments.get(1)))));
    }

    private static Outcome split(Session session, List<String> arguments) {
        Contact contact = contact(session, arguments.get(0));
        Address address = address(session, arguments.get(0));
        return told(session.await(session.account().contacts().split(contact, address)));
    }

    private static Outcome told(Contact contact) {
        return Outcome.of(ChatCommands.line(contact), Fields.of(contact));
    }

    /**
     * Somebody on the list.
     *
     * @throws CommandFailure when there is nobody by that address
     */
    static Contact contact(Session session, String text) {
        return session.account()
                .contacts()
                .find(text)
                .orElseThrow(() -> new CommandFailure(text + " is no contact; \"contacts\" lists them."));
    }

    /** The address that a contact has, or the one that is written. */
    private static Address address(Session session, String text) {
        if (text.matches("(?i)(sips?|xmpp|tel):.*")) {
            return Address.parse(text);
        }
        return session.account().contacts().find(text).stream()
                .flatMap(contact -> contact.addresses().stream())
                .filter(address -> address.uri().endsWith(':' + text))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("Write the scheme, too: sip:" + text + " or xmpp:" + text));
    }
}
