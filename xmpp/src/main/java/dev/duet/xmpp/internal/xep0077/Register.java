package dev.duet.xmpp.internal.xep0077;

import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is said to make an account, to change its password, or to take it away. Pure. */
public final class Register {

    /** The namespace. */
    public static final String NAMESPACE = "jabber:iq:register";

    private static final String FEATURE = "http://jabber.org/features/iq-register";
    private static final String DATA_FORMS = "jabber:x:data";
    private static final Set<String> OURS = Set.of("username", "password");
    private static final Set<String> NO_FIELDS = Set.of("instructions", "registered", "x");

    private Register() {}

    /** True when a stream's features say that accounts can be made on it. */
    public static boolean isOffered(Xml features) {
        return features.has("register", FEATURE);
    }

    /** The question what an account needs. */
    public static Xml ask() {
        return Xml.empty("query", NAMESPACE);
    }

    /** Why a name and a password are not enough; null when they are. */
    public static @Nullable Failure missing(Xml query) {
        Stream<String> fields = query.children().stream()
                .filter(child -> child.namespace().equals(NAMESPACE))
                .map(Xml::name)
                .filter(name -> !NO_FIELDS.contains(name));
        Stream<String> required = query.children("x", DATA_FORMS).stream()
                .flatMap(form -> form.children("field", DATA_FORMS).stream())
                .filter(field -> field.has("required", DATA_FORMS))
                .map(field -> field.attribute("var", ""));
        List<String> more = Stream.concat(fields, required)
                .filter(name -> !OURS.contains(name))
                .distinct()
                .toList();
        return more.isEmpty()
                ? null
                : unsupported("The server wants more than a name and a password: " + String.join(", ", more));
    }

    /** The failure at a server that makes no accounts so. */
    public static Failure notOffered() {
        return unsupported("The server does not let people make accounts on its streams");
    }

    private static Failure unsupported(String why) {
        return Failure.of(Kind.UNSUPPORTED, Origin.SERVER, Retry.NEVER, why);
    }

    /** What takes one's own account away. */
    public static Xml remove() {
        return Xml.element("query", NAMESPACE)
                .add(Xml.empty("remove", NAMESPACE))
                .build();
    }

    /** What makes an account, or gives one's own another password. */
    public static Xml write(String user, String password) {
        return Xml.element("query", NAMESPACE)
                .add("username", user)
                .add("password", password)
                .build();
    }
}
