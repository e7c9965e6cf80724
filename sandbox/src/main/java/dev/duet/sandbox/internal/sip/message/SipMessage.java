package dev.duet.sandbox.internal.sip.message;

import java.nio.charset.StandardCharsets;

/** A request or a response; immutable (nobody writes into {@link #body()}). */
public sealed interface SipMessage permits SipRequest, SipResponse {

    String startLine();

    Headers headers();

    byte[] body();

    default Via topVia() {
        return Via.parse(required("Via"));
    }

    default NameAddr from() {
        return NameAddr.parse(required("From"));
    }

    default NameAddr to() {
        return NameAddr.parse(required("To"));
    }

    default String callId() {
        return required("Call-ID");
    }

    default CSeq cseq() {
        return CSeq.parse(required("CSeq"));
    }

    default String fromTag() {
        return from().tag().orElse("");
    }

    default String toTag() {
        return to().tag().orElse("");
    }

    private String required(String name) {
        return headers().get(name).orElseThrow(() -> new SipFormatException("no " + name));
    }

    default String bodyText() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /** The bytes for the wire; Content-Length is always set right. */
    default byte[] encode() {
        String head = startLine() + "\r\n" + headers().with("Content-Length", Integer.toString(body().length)) + "\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[headBytes.length + body().length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body(), 0, all, headBytes.length, body().length);
        return all;
    }
}
