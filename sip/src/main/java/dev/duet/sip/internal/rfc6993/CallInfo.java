package dev.duet.sip.internal.rfc6993;

import dev.duet.model.Address;
import dev.duet.sip.internal.stack.Sip;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Message;

/** The XMPP addresses that a caller names as its own. Anybody can name any: they are cues (RFC 7081 3.2). */
public final class CallInfo {

    /** The header's name. */
    public static final String NAME = "Call-Info";

    private static final int MOST = 4;
    private static final Pattern INFO = Pattern.compile("<([^<>]*)>((?:[^,\"]++|\"[^\"]*+\")*+)");
    private static final Pattern IMPP = Pattern.compile("(?i);\\s*purpose\\s*=\\s*\"?impp\"?\\s*(?:;|$)");

    private CallInfo() {}

    /** What a request says; nothing for what is not understood. */
    public static Set<Address> impp(Message request) {
        Set<Address> found = new LinkedHashSet<>();
        for (String value : Sip.values(request, NAME)) {
            for (Matcher info = INFO.matcher(value); info.find() && found.size() < MOST; ) {
                if (IMPP.matcher(info.group(2).strip()).find()) {
                    xmpp(info.group(1).strip(), found);
                }
            }
        }
        return found;
    }

    private static void xmpp(String uri, Set<Address> found) {
        if (uri.regionMatches(true, 0, "xmpp:", 0, 5)) {
            try {
                found.add(Address.xmpp(uri).bare());
            } catch (IllegalArgumentException e) {
                return; // a cue that says nothing
            }
        }
    }

    /** The header's value for an own address. */
    public static String value(Address.Xmpp own) {
        return "<" + own.bare().uri() + ">;purpose=impp";
    }
}
