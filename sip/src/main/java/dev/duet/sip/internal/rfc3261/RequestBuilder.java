package dev.duet.sip.internal.rfc3261;

import dev.duet.sip.internal.stack.Sip;
import dev.duet.sip.internal.stack.Tokens;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.List;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.header.FromHeader;
import javax.sip.header.HeaderFactory;
import javax.sip.header.RouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Builds a request, complete but for its Via (RFC 3261 8.1.1). For one thread. */
public final class RequestBuilder {

    /** The methods that this user agent understands, for Allow. */
    public static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, NOTIFY, PRACK, UPDATE, INFO, REFER, SUBSCRIBE";

    private static final int MAX_FORWARDS = 70;

    private final String method;
    private final String requestUri;
    private final Request request;

    /** Starts with Max-Forwards and User-Agent. */
    public RequestBuilder(String method, String requestUri) {
        this.method = method;
        this.requestUri = requestUri;
        try {
            request = new SIPRequest();
            request.setMethod(method);
            request.setRequestURI(Uris.uri(requestUri));
            request.setHeader(Sip.headers().createMaxForwardsHeader(MAX_FORWARDS));
        } catch (ParseException | InvalidArgumentException e) {
            throw bad(e);
        }
        header("User-Agent", "Duet");
    }

    /** From, with a display name that may be empty. */
    public RequestBuilder from(String uri, String name, String tag) {
        try {
            FromHeader from = headers().createFromHeader(address(uri, name), tag);
            request.setHeader(from);
            return this;
        } catch (ParseException e) {
            throw bad(e);
        }
    }

    /** To; without tag outside of a dialog. */
    public RequestBuilder to(String uri, @Nullable String tag) {
        try {
            ToHeader to = headers().createToHeader(address(uri, ""), tag);
            request.setHeader(to);
            return this;
        } catch (ParseException e) {
            throw bad(e);
        }
    }

    /** Call-ID. */
    public RequestBuilder callId(String callId) {
        return header("Call-ID", callId);
    }

    /** CSeq. */
    public RequestBuilder sequence(long number) {
        try {
            request.setHeader(headers().createCSeqHeader(number, method));
            return this;
        } catch (ParseException | InvalidArgumentException e) {
            throw bad(e);
        }
    }

    /** Route headers, in order. */
    public RequestBuilder routes(List<String> routes) {
        try {
            for (String route : routes) {
                RouteHeader header = headers().createRouteHeader(Sip.addresses().createAddress(route));
                request.addHeader(header);
            }
            return this;
        } catch (ParseException e) {
            throw bad(e);
        }
    }

    /** The server that it is to go by while there is a way to that; null for any. */
    public RequestBuilder by(@Nullable InetSocketAddress server) {
        ((SIPRequest) request).setApplicationData(server);
        return this;
    }

    /** What {@link #by} told of a request that was not sent yet; null for any. */
    static @Nullable InetSocketAddress server(Request request) {
        return ((SIPRequest) request).getApplicationData() instanceof InetSocketAddress server ? server : null;
    }

    /** Any other header; replaces one by that name. */
    public RequestBuilder header(String name, String value) {
        request.setHeader(Sip.header(name, value));
        return this;
    }

    /** A header whose value is not looked into; replaces one by that name. */
    public RequestBuilder opaqueHeader(String name, String value) {
        request.setHeader(Sip.opaqueHeader(name, value));
        return this;
    }

    /** Leaves a header out. */
    public RequestBuilder without(String name) {
        request.removeHeader(name);
        return this;
    }

    /** A body. */
    public RequestBuilder body(String mediaType, byte[] body) {
        Sip.body(request, mediaType, body);
        return this;
    }

    /** The request. */
    public Request build() {
        if (request.getRawContent() == null) {
            header("Content-Length", "0");
        }
        return request;
    }

    /** A new Call-ID. */
    public static String newCallId() {
        return Tokens.random(24);
    }

    private static Address address(String uri, String name) throws ParseException {
        Address address = Sip.addresses().createAddress(Uris.uri(uri));
        if (!name.isEmpty()) {
            address.setDisplayName(
                    name.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\r\\n\\x00]", " "));
        }
        return address;
    }

    private static HeaderFactory headers() {
        return Sip.headers();
    }

    private IllegalArgumentException bad(Exception cause) {
        return new IllegalArgumentException("Cannot make " + method + " for " + requestUri, cause);
    }
}
