package dev.duet.sip.internal.rfc3261;

import dev.duet.sip.internal.stack.Sip;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sip.message.Message;

/** Option tags, of Require, Supported and the like (RFC 3261 19.2), and what else is listed with commas. Pure. */
public final class OptionTags {

    private static final Pattern COMMA = Pattern.compile(",");

    private OptionTags() {}

    /** Those in the headers by that name, in lower case. */
    public static Stream<String> in(Message message, String header) {
        return Sip.values(message, header).stream()
                .flatMap(COMMA::splitAsStream)
                .map(option -> option.strip().toLowerCase(Locale.ROOT));
    }

    /** True when a header by that name has that option. */
    public static boolean contains(Message message, String header, String option) {
        return in(message, header).anyMatch(option::equals);
    }
}
