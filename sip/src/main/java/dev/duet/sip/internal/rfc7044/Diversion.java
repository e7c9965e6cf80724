package dev.duet.sip.internal.rfc7044;

import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.stack.NameAddr;
import dev.duet.sip.internal.stack.Sip;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sip.message.Message;

/** Who sent a request on (RFC 5806). What is not understood is left out. Pure. */
public final class Diversion {

    /** The header's name. */
    public static final String NAME = "Diversion";

    private static final int MOST = 20;
    private static final Pattern REASON = Pattern.compile("[ -~]{1,64}");

    private Diversion() {}

    /** What a request tells, the first who sent it on first: the header has them the other way round. */
    public static List<CallHop> of(Message request) {
        List<CallHop> hops = new ArrayList<>();
        for (NameAddr entry : NameAddr.in(Sip.values(request, NAME), MOST)) {
            if (Uris.address(entry.uri()).isPresent()) {
                hops.add(hop(entry));
            }
        }
        Collections.reverse(hops);
        return hops;
    }

    private static CallHop hop(NameAddr entry) {
        String privacy = entry.parameters().getOrDefault("privacy", "off").toLowerCase(Locale.ROOT);
        boolean named = privacy.equals("off") || privacy.equals("uri");
        boolean addressed = privacy.equals("off") || privacy.equals("name");
        Address address = addressed ? Hidden.unless(Uris.address(entry.uri())) : null;
        String reason = entry.parameters().getOrDefault("reason", "");
        return new CallHop(
                CallHop.Source.DIVERSION,
                address,
                named ? entry.name() : "",
                "",
                0,
                REASON.matcher(reason).matches() ? reason : "");
    }
}
