package dev.duet.examples.e2e;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A device of XMPP that says exactly what the test says, right or wrong. For one thread. */
final class RawXmpp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final Reader in;
    private final Deque<String> aside = new ArrayDeque<>();
    private final String self;

    /** Signs in by TLS from the first byte on. */
    RawXmpp(SSLContext tls, int port, String jid, String password, String resource) {
        String user = jid.substring(0, jid.indexOf('@'));
        String open = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='"
                + jid.substring(jid.indexOf('@') + 1) + "' version='1.0'>";
        try {
            socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        send(open);
        await("<stream:features");
        String secret =
                Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
        send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + secret + "</auth>");
        await("<success");
        send(open);
        await("<stream:features");
        send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>");
        String bound = await("<iq");
        Matcher jidBound = Pattern.compile("<jid>([^<]*)</jid>").matcher(bound);
        if (!jidBound.find()) {
            throw new IllegalStateException(bound);
        }
        self = jidBound.group(1);
    }

    /** Its full address. */
    String self() {
        return self;
    }

    void send(String xml) {
        try {
            socket.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String await(String beginning) {
        return await(stanza -> stanza.startsWith(beginning));
    }

    /** The next stanza like that; others are kept for later. What it is asked it takes for done, unread. */
    String await(Predicate<String> wanted) {
        for (String kept : aside) {
            if (wanted.test(kept)) {
                aside.remove(kept);
                return kept;
            }
        }
        while (true) {
            String stanza = receive();
            if (stanza.startsWith("<iq") && head(stanza).matches(".*\\btype=['\"]set['\"].*")) {
                send("<iq type='result' id='" + idOf(stanza) + "' to='" + attribute(stanza, "from") + "'/>");
            }
            if (wanted.test(stanza)) {
                return stanza;
            }
            aside.add(stanza);
        }
    }

    /** What came and nobody has asked for is of no interest any more. */
    void forget() {
        aside.clear();
    }

    static String idOf(String stanza) {
        return attribute(stanza, "id");
    }

    static String attribute(String stanza, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=['\"]([^'\"]*)['\"]").matcher(head(stanza));
        if (!found.find()) {
            throw new IllegalArgumentException("No " + name + " in " + stanza);
        }
        return found.group(1);
    }

    static String head(String stanza) {
        return stanza.substring(0, stanza.indexOf('>') + 1);
    }

    private String receive() {
        try {
            StringBuilder stanza = new StringBuilder();
            int depth = 0;
            while (true) {
                String tag = upTo('>');
                stanza.append(tag);
                String element = tag.substring(tag.indexOf('<'));
                if (element.startsWith("<?") || element.startsWith("<stream:stream")) {
                    stanza.setLength(0); // the head of the stream
                    continue;
                }
                depth += element.startsWith("</") ? -1 : element.endsWith("/>") ? 0 : 1;
                if (depth <= 0) {
                    return stanza.toString().strip();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing came; kept: " + aside, e);
        }
    }

    private String upTo(char end) throws IOException {
        StringBuilder text = new StringBuilder();
        int quote = 0;
        boolean inTag = false;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The stream has ended");
            }
            text.append((char) next);
            if (quote != 0) {
                quote = next == quote ? 0 : quote;
            } else if (inTag && (next == '\'' || next == '"')) {
                quote = next;
            } else if (next == '<') {
                inTag = true;
            } else if (next == end && inTag) {
                return text.toString();
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
