package dev.duet.sip.internal.rfc3323;

import dev.duet.model.SipPrivacy;
import dev.duet.sip.internal.stack.Sip;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sip.message.Message;

/** What a request asks those on the way to hide (RFC 3323 4.2). Pure. */
public final class Privacy {

    /** The header's name. */
    public static final String NAME = "Privacy";

    /** What Proxy-Require has when it must be done. */
    public static final String OPTION = "privacy";

    private Privacy() {}

    /** What a request asks, as far as there are words for it. */
    public static Set<SipPrivacy> of(Message request) {
        String value = Sip.value(request, NAME);
        if (value == null) {
            return Set.of();
        }
        List<String> asked = List.of(value.toUpperCase(Locale.ROOT).split("[;\\s]+"));
        return Arrays.stream(SipPrivacy.values())
                .filter(each -> asked.contains(each.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The header's value: CRITICAL last, as the RFC has it; empty for no header. */
    public static String value(Set<SipPrivacy> asked) {
        return Arrays.stream(SipPrivacy.values())
                .filter(asked::contains)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(";"));
    }
}
