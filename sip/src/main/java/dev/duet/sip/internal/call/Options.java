package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.sip.internal.stack.Sip;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sip.message.Message;

/** Option tags, of Require, Supported and the like (RFC 3261 19.2). Pure. */
public final class Options {

    /** Those that the other side may require of an INVITE (RFC 3262, RFC 8840). */
    private static final List<String> UNDERSTOOD = List.of(EarlyDialogs.OPTION, TrickleFragment.PACKAGE);

    private static final Pattern COMMA = Pattern.compile(",");

    private Options() {}

    /** What Supported says. */
    static String supported() {
        return String.join(", ", UNDERSTOOD);
    }

    /** What a request requires and this user agent does not understand (RFC 3261 8.2.2.3). */
    public static List<String> notUnderstood(Message request) {
        return in(request, "Require")
                .filter(option -> !UNDERSTOOD.contains(option))
                .toList();
    }

    static boolean contains(Message message, String header, String option) {
        return in(message, header).anyMatch(option::equals);
    }

    private static Stream<String> in(Message message, String header) {
        return Sip.values(message, header).stream()
                .flatMap(COMMA::splitAsStream)
                .map(option -> option.strip().toLowerCase(Locale.ROOT));
    }
}
