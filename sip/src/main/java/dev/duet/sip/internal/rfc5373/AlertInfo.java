package dev.duet.sip.internal.rfc5373;

import dev.duet.sip.internal.stack.NameAddr;
import dev.duet.sip.internal.stack.Sip;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sip.message.Message;

/** How a call is to ring (RFC 3261 20.4, RFC 7462). Pure. */
public final class AlertInfo {

    /** The header's name. */
    public static final String NAME = "Alert-Info";

    static final int MOST = 8;
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,31}:[!-~]{1,480}");

    private AlertInfo() {}

    /** The header's value; empty for no header. */
    public static String value(List<URI> alerts) {
        return alerts.stream().map(alert -> "<" + alert.toASCIIString() + ">").collect(Collectors.joining(", "));
    }

    /** The URIs that a request has, as they came; what is none is left out. */
    public static List<String> of(Message request) {
        return NameAddr.in(Sip.values(request, NAME), MOST).stream()
                .map(NameAddr::uri)
                .filter(uri -> FORM.matcher(uri).matches())
                .toList();
    }
}
