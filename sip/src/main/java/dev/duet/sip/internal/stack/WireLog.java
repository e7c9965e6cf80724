package dev.duet.sip.internal.stack;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes over the wire, redacted: logger {@code dev.duet.sip.wire}, first lines at debug, all of it at trace. */
final class WireLog {

    private static final Logger LOG = LoggerFactory.getLogger("dev.duet.sip.wire");

    private WireLog() {}

    static void sent(byte[] message, InetSocketAddress to) {
        log(">>", message, to);
    }

    static void received(byte[] message, InetSocketAddress from) {
        log("<<", message, from);
    }

    private static void log(String arrow, byte[] message, InetSocketAddress peer) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        String text = new String(message, StandardCharsets.UTF_8);
        if (LOG.isTraceEnabled()) {
            LOG.trace("{} {}\n{}", arrow, peer, Redaction.redact(text));
        } else {
            int end = text.indexOf('\r');
            LOG.debug("{} {} {}", arrow, peer, end < 0 ? "" : Redaction.redact(text.substring(0, end)));
        }
    }
}
