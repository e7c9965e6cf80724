package dev.duet.sandbox.internal.sip.message;

/** A response; status 100 to 699. */
public record SipResponse(int status, String reason, Headers headers, byte[] body) implements SipMessage {

    private static final byte[] NO_BODY = new byte[0];

    /** A response by RFC 3261 8.2.6: Via, From, To, Call-ID and CSeq are the request's. */
    public static SipResponse to(SipRequest request, int status, String reason) {
        Headers headers = Headers.NONE.appendAll("Via", request.headers().all("Via"));
        for (String name : new String[] {"From", "To", "Call-ID", "CSeq"}) {
            headers = headers.appendAll(name, request.headers().all(name));
        }
        if (status == 100) {
            headers = headers.appendAll("Timestamp", request.headers().all("Timestamp"));
        }
        return new SipResponse(status, reason, headers, NO_BODY);
    }

    public static SipResponse to(SipRequest request, int status) {
        return to(request, status, Status.reason(status));
    }

    @Override
    public String startLine() {
        return "SIP/2.0 " + status + ' ' + reason;
    }

    public boolean provisional() {
        return status < 200;
    }

    public boolean success() {
        return status >= 200 && status < 300;
    }

    public SipResponse withHeaders(Headers newHeaders) {
        return new SipResponse(status, reason, newHeaders, body);
    }

    public SipResponse header(String name, String value) {
        return withHeaders(headers.append(name, value));
    }

    public SipResponse withBody(String contentType, byte[] content) {
        return new SipResponse(status, reason, headers.with("Content-Type", contentType), content);
    }

    /** Sets a To tag unless there is one. */
    public SipResponse withToTag(String tag) {
        NameAddr to = to();
        return to.tag().isPresent()
                ? this
                : withHeaders(headers.with("To", to.withParam("tag", tag).toString()));
    }

    @Override
    public String toString() {
        return startLine();
    }
}
