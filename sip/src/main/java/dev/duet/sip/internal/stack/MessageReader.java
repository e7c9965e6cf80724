package dev.duet.sip.internal.stack;

import dev.duet.model.SipConfig;
import dev.duet.model.SipLimits;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.header.SubscriptionStateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages: JAIN-SIP's parser, and before and behind it the checks that it leaves out (RFC 3261 8.2, 18.2.1,
 * 18.3). From any thread.
 */
final class MessageReader {

    private static final Set<String> SINGLE = Set.of(
            "from", "to", "call-id", "cseq", "max-forwards", "content-length", "refer-to", "referred-by", "replaces");
    private static final Set<String> STREAMS = Set.of("TCP", "TLS", "WS", "WSS");
    private static final Set<String> UNQUOTED = Set.of("via", "call-id", "cseq");
    private static final Set<Class<?>> VITAL = Set.of(
            From.class,
            To.class,
            CSeq.class,
            Via.class,
            CallID.class,
            ContentLength.class,
            Contact.class,
            MaxForwards.class,
            RequestLine.class,
            StatusLine.class);
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final List<String> INFOS = List.of("call-info", "alert-info");
    private static final int MAX_HEADER_LENGTH = 16_384;

    private MessageReader() {}

    static Inbound read(byte[] bytes, InetSocketAddress from, SipConfig.Transport transport, SipLimits limits) {
        if (isBlank(bytes)) {
            return new Inbound.Nothing();
        }
        RawHeaders raw = RawHeaders.of(bytes);
        Inbound tooMuch = beyond(bytes, raw, limits);
        if (tooMuch != null) {
            return tooMuch;
        }
        try {
            return read(bytes, raw, from, transport);
        } catch (StackOverflowError e) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", "nested too deep");
        }
    }

    private static Inbound read(byte[] bytes, RawHeaders raw, InetSocketAddress from, SipConfig.Transport transport) {
        if (raw.hasControls(UNQUOTED)) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", "control characters");
        }
        if (raw.all("via").stream().anyMatch(via -> via.indexOf('(') >= 0 && via.indexOf('\\') >= 0)) {
            // JAIN-SIP reads such a comment, which RFC 3261 does not have, beyond its end until no memory is left
            return bad(raw, Response.BAD_REQUEST, "Bad Request", "a comment in Via");
        }
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, String> header : raw.headers()) {
            if (SINGLE.contains(header.getKey()) && !seen.add(header.getKey())) {
                return bad(raw, Response.BAD_REQUEST, "Bad Request", "more than one " + header.getKey());
            }
        }
        String fault = raw.isRequest() ? Syntax.fault(raw) : null;
        if (fault != null) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", fault);
        }
        try {
            SIPMessage message =
                    new StringMsgParser().parseSIPMessage(cut(bytes, raw), true, true, MessageReader::complain);
            return message == null ? new Inbound.Nothing() : check(message, raw, from, transport);
        } catch (ParseException | InvalidArgumentException | RuntimeException e) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", String.valueOf(e.getMessage()));
        }
    }

    /** What is larger than it may be; null when nothing is. */
    private static @Nullable Inbound beyond(byte[] bytes, RawHeaders raw, SipLimits limits) {
        boolean longHeaders = raw.headers().size() > limits.headers()
                || raw.headers().stream().anyMatch(header -> header.getValue().length() > MAX_HEADER_LENGTH);
        if (longHeaders || bytes.length > limits.messageBytes()) {
            String why = longHeaders ? "too many or too long headers" : bytes.length + " bytes";
            return bad(raw, Response.MESSAGE_TOO_LARGE, "Message Too Large", why);
        }
        int headers = RawHeaders.endOfHeaders(bytes);
        if (headers >= 0 && bytes.length - headers > limits.bodyBytes()) {
            String why = "a body of " + (bytes.length - headers) + " bytes";
            return bad(raw, Response.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large", why);
        }
        return null;
    }

    private static Inbound check(
            SIPMessage message, RawHeaders raw, InetSocketAddress from, SipConfig.Transport transport)
            throws ParseException, InvalidArgumentException {
        if (message.getFrom() == null
                || message.getTo() == null
                || message.getCallId() == null
                || message.getCSeq() == null
                || message.getTopmostVia() == null) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", "a mandatory header is missing");
        }
        if (!(message instanceof SIPRequest request)) {
            return new Inbound.Good(message);
        }
        if (!raw.firstLine().endsWith(" SIP/2.0")) { // JAIN-SIP's parser does not look
            return bad(raw, Response.VERSION_NOT_SUPPORTED, "Version Not Supported", "another version");
        }
        if (!request.getMethod().equals(request.getCSeq().getMethod())) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", "CSeq is for another method");
        }
        if (request.getMaxForwards() == null) {
            request.setHeader(Sip.headers().createMaxForwardsHeader(70)); // RFC 2543 had none
        }
        Via via = request.getTopmostVia();
        boolean old = via.getBranch() == null
                || !via.getBranch().toLowerCase(Locale.ROOT).startsWith("z9hg4bk");
        if (old && request.getMethod().equals(Request.INVITE) && request.getContactHeaders() == null) {
            Address caller = (Address) request.getFrom().getAddress().clone();
            request.setHeader(Sip.headers().createContactHeader(caller)); // as RFC 2543 6.13 has it
        }
        if (request.getMethod().equals(Request.NOTIFY)
                && request.getTo().getTag() == null
                && request.getHeader(SubscriptionStateHeader.NAME) == null) {
            // of no subscription: telephone systems that tell of a mailbox by themselves leave it out
            request.setHeader(Sip.header(SubscriptionStateHeader.NAME, SubscriptionStateHeader.TERMINATED));
        }
        request.checkHeaders();
        if (via.getPort() > 65_535) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", "a port out of range in Via");
        }
        if (!isOf(via.getTransport(), transport)) {
            return bad(raw, Response.BAD_REQUEST, "Bad Request", "Via is for another transport");
        }
        stamp(via, from);
        for (String name : INFOS) {
            List<String> infos = raw.all(name);
            if (!infos.isEmpty()) { // JAIN-SIP loses digits of escapes in URIs that are none of SIP
                request.removeHeader(name);
                request.setHeader(Sip.opaqueHeader(name, String.join(", ", infos)));
            }
        }
        return new Inbound.Good(request);
    }

    /** Of one connection TLS and WebSocket may end before the server, which knows it as another stream then. */
    private static boolean isOf(String sent, SipConfig.Transport transport) {
        return sent.equalsIgnoreCase(transport.name())
                || transport != SipConfig.Transport.UDP && STREAMS.contains(sent.toUpperCase(Locale.ROOT));
    }

    /** Where the response goes (RFC 3261 18.2.1, RFC 3581); never to a host that the sender only names. */
    private static void stamp(Via via, InetSocketAddress from) throws ParseException, InvalidArgumentException {
        String source = from.getAddress().getHostAddress();
        via.removeParameter("maddr");
        boolean symmetric = via.hasParameter("rport");
        if (symmetric || !source.equals(via.getHost())) {
            via.setReceived(source);
        }
        if (symmetric) {
            via.setParameter("rport", Integer.toString(from.getPort()));
        }
    }

    /** The message without what comes after it in its datagram; without a length all of it (RFC 3261 18.3). */
    private static byte[] cut(byte[] bytes, RawHeaders raw) throws ParseException {
        List<String> lengths = raw.all("content-length");
        int body = RawHeaders.endOfHeaders(bytes);
        if (body < 0) {
            return bytes;
        }
        if (lengths.isEmpty()) {
            return measured(bytes, body);
        }
        if (!LENGTH.matcher(lengths.get(0)).matches()) {
            throw new ParseException("bad Content-Length", 0);
        }
        int length = Integer.parseInt(lengths.get(0));
        if (body + length > bytes.length) {
            throw new ParseException("Content-Length says more than there is", 0);
        }
        return Arrays.copyOf(bytes, body + length);
    }

    private static byte[] measured(byte[] bytes, int body) {
        byte[] length = ("Content-Length: " + (bytes.length - body) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(bytes.length - 2 + length.length);
        return out.put(bytes, 0, body - 2)
                .put(length)
                .put(bytes, body, bytes.length - body)
                .array();
    }

    @SuppressWarnings("rawtypes") // as the listener's interface has it
    private static void complain(ParseException e, SIPMessage message, Class header, String text, String all)
            throws ParseException {
        if (header != null && VITAL.contains(header)) {
            throw e;
        }
        message.addUnparsed(text);
    }

    private static Inbound bad(RawHeaders raw, int status, String reason, String why) {
        return new Inbound.Bad(why, raw.response(status, reason));
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != '\r' && b != '\n' && b != 0 && b != ' ') {
                return false;
            }
        }
        return true;
    }
}
