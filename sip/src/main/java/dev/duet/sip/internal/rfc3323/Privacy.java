package dev.duet.sip.internal.rfc3323;

import dev.duet.model.SipPrivacy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a request asks those on the way to hide (RFC 3323 4.2). Pure. */
public final class Privacy {

    /** The header's name. */
    public static final String NAME = "Privacy";

    /** What Proxy-Require has when it must be done. */
    public static final String OPTION = "privacy";

    private Privacy() {}

    /** The header's value: CRITICAL last, as the RFC has it; empty for no header. */
    public static String value(Set<SipPrivacy> asked) {
        return Arrays.stream(SipPrivacy.values())
                .filter(asked::contains)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(";"));
    }
}
