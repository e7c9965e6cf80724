package dev.duet.sip.internal.stack;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import javax.sip.address.AddressFactory;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import org.jspecify.annotations.Nullable;

/** JAIN-SIP's factories, which have no state, and shorter ways to use messages. */
public final class Sip {

    private static final HeaderFactory HEADERS = new HeaderFactoryImpl();
    private static final AddressFactory ADDRESSES = new AddressFactoryImpl();
    private static final MessageFactory MESSAGES = new MessageFactoryImpl();

    private Sip() {}

    /** Makes headers. */
    public static HeaderFactory headers() {
        return HEADERS;
    }

    /** Makes addresses and URIs. */
    public static AddressFactory addresses() {
        return ADDRESSES;
    }

    /** Makes messages. */
    public static MessageFactory messages() {
        return MESSAGES;
    }

    /** A header of our own making; one that lists values may hold many. */
    public static Header header(String name, String value) {
        try {
            SIPHeader header = StringMsgParser.parseSIPHeader(name + ": " + value);
            return header instanceof SIPHeaderList<?> list && list.size() == 1 ? list.getFirst() : header;
        } catch (ParseException e) {
            throw new IllegalArgumentException("Bad " + name + " header", e);
        }
    }

    /** A header whose value is not looked into. */
    public static Header opaqueHeader(String name, String value) {
        ExtensionHeaderImpl header = new ExtensionHeaderImpl(name);
        header.setValue(value);
        return header;
    }

    /** The value of the first header by that name, without the name; null when there is none. */
    public static @Nullable String value(Message message, String name) {
        Header header = message.getHeader(name);
        return header == null ? null : value(header);
    }

    /** The value of a header that JAIN-SIP could not read, by its name or its compact name; null when there is none. */
    public static @Nullable String unread(Message message, String name, String compact) {
        for (var lines = message.getUnrecognizedHeaders(); lines.hasNext(); ) {
            String line = String.valueOf(lines.next());
            int colon = line.indexOf(':');
            String found = colon < 0 ? "" : line.substring(0, colon).strip();
            if (found.equalsIgnoreCase(name) || found.equalsIgnoreCase(compact)) {
                return line.substring(colon + 1).strip();
            }
        }
        return null;
    }

    /** The value of a header that JAIN-SIP could not read and that has no compact name; null when there is none. */
    public static @Nullable String unread(Message message, String name) {
        return unread(message, name, name);
    }

    /** The values of all headers by that name. */
    public static List<String> values(Message message, String name) {
        List<String> values = new ArrayList<>();
        for (ListIterator<?> all = message.getHeaders(name); all != null && all.hasNext(); ) {
            values.add(value((Header) all.next()));
        }
        return values;
    }

    private static String value(Header header) {
        String line = header.toString();
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /** Who sent a message that came; null for one of ours. */
    public static @Nullable InetSocketAddress source(Message message) {
        SIPMessage came = (SIPMessage) message;
        InetAddress address = came.getPeerPacketSourceAddress();
        return address == null ? null : new InetSocketAddress(address, came.getPeerPacketSourcePort());
    }

    /** True for a SIP or SIPS URI. */
    public static boolean isSip(String uri) {
        return uri.regionMatches(true, 0, "sip:", 0, 4) || uri.regionMatches(true, 0, "sips:", 0, 5);
    }

    /** The body as text; empty when there is none. */
    public static String body(Message message) {
        byte[] content = message.getRawContent();
        return content == null ? "" : new String(content, StandardCharsets.UTF_8);
    }

    /** Sets the body. */
    public static void body(Message message, String mediaType, byte[] body) {
        int slash = mediaType.indexOf('/');
        int semicolon = mediaType.indexOf(';', slash);
        String subtype = mediaType.substring(slash + 1, semicolon < 0 ? mediaType.length() : semicolon);
        try {
            var type = HEADERS.createContentTypeHeader(
                    mediaType.substring(0, slash).strip(), subtype.strip());
            if (semicolon >= 0) {
                String[] parameter = mediaType.substring(semicolon + 1).strip().split("=", 2);
                type.setParameter(parameter[0], parameter[1]);
            }
            message.setContent(body, type);
        } catch (ParseException e) {
            throw new IllegalArgumentException("Bad media type " + mediaType, e);
        }
    }
}
