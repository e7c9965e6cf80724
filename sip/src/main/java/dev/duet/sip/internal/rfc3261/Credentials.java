package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Secret;
import dev.duet.sip.internal.rfc8760.DigestExchange;
import dev.duet.sip.internal.stack.Sip;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.message.Request;

/** Puts answers to challenges into a request, each in place of an older one for the same realm. */
final class Credentials {

    private Credentials() {}

    /** Puts an access token (RFC 6750 2.1) in place of any other proof. */
    static void put(Request request, boolean proxy, Secret token) {
        String name = proxy ? "Proxy-Authorization" : "Authorization";
        request.removeHeader(name);
        request.addHeader(Sip.opaqueHeader(name, "Bearer " + token.reveal()));
    }

    static void put(Request request, List<DigestExchange.Header> headers) throws ParseException {
        for (DigestExchange.Header header : headers) {
            List<Header> kept = new ArrayList<>();
            ListIterator<?> all = request.getHeaders(header.name());
            while (all != null && all.hasNext()) {
                Header old = (Header) all.next();
                boolean same = old instanceof AuthorizationHeader auth
                        && header.realm().equals(auth.getRealm());
                if (!same) {
                    kept.add(old);
                }
            }
            request.removeHeader(header.name());
            for (Header old : kept) {
                request.addHeader(old);
            }
            request.addHeader(Sip.headers().createHeader(header.name(), header.value()));
        }
    }
}
