package dev.duet.sandbox.internal.sip.message;

/**
 * A request.
 *
 * @param uri the Request-URI as written, of any scheme
 */
public record SipRequest(String method, String uri, Headers headers, byte[] body) implements SipMessage {

    @Override
    public String startLine() {
        return method + ' ' + uri + " SIP/2.0";
    }

    public boolean is(String name) {
        return method.equals(name);
    }

    public SipUri sipUri() {
        return SipUri.parse(uri);
    }

    public SipRequest withUri(String newUri) {
        return new SipRequest(method, newUri, headers, body);
    }

    public SipRequest withHeaders(Headers newHeaders) {
        return new SipRequest(method, uri, newHeaders, body);
    }

    /** Whether this is sent within a dialog or tries to be: its To has a tag. */
    public boolean inDialog() {
        return to().tag().isPresent();
    }

    @Override
    public String toString() {
        return startLine();
    }
}
