package dev.duet.sip.internal.stack;

import gov.nist.javax.sip.message.MessageExt;
import java.util.ListIterator;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Routes each request to the hop that it carries. */
final class HopRouter implements Router {

    @Override
    public @Nullable Hop getNextHop(Request request) {
        return ((MessageExt) request).getApplicationData() instanceof Hop hop ? hop : null;
    }

    @Override
    @SuppressWarnings({"rawtypes", "deprecation"}) // as the interface has it
    public @Nullable ListIterator getNextHops(Request request) {
        return null;
    }

    @Override
    public @Nullable Hop getOutboundProxy() {
        return null;
    }
}
