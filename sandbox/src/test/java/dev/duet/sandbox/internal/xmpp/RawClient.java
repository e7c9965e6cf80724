package dev.duet.sandbox.internal.xmpp;

import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.Text;
import java.io.EOFException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Says whatever a test wants said, and reads with a parser of its own. For one thread. */
public final class RawClient implements AutoCloseable {

    public static final String DOMAIN = "example.org";

    private static final int PATIENCE_MILLIS = 20_000;

    private Socket socket;
    private XMLStreamReader xml;
    private final List<Element> seen = new ArrayList<>();
    private String jid = "";
    private int pings;
    private boolean open;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    public static RawClient connect(int port) {
        try {
            return new RawClient(new Socket("127.0.0.1", port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs in all the way, with the password "secret" and SCRAM-SHA-1. */
    public static RawClient signIn(int port, TestAuthority authority, String user, String resource) {
        RawClient client = connect(port);
        client.open();
        client.startTls(authority);
        client.open();
        client.scram("SHA-1", user, "secret");
        client.open();
        client.bind(resource);
        return client;
    }

    /** The full JID. */
    public String jid() {
        return jid;
    }

    public RawClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String header(String to) {
        return "<?xml version='1.0'?><stream:stream to='" + to + "' version='1.0' xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'>";
    }

    /** Opens a stream; gives the features. */
    public Element open() {
        send(header(DOMAIN));
        readHeader();
        return read();
    }

    public void readHeader() {
        try {
            Reader source = new OneByOne(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            xml = factory.createXMLStreamReader(source);
            xml.nextTag();
            open = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    public void startTls(TestAuthority authority) {
        send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        require(read(), "proceed");
        beginTls(authority);
    }

    public void beginTls(TestAuthority authority, String... protocols) {
        try {
            SSLSocket tls = (SSLSocket)
                    authority.trustingContext().getSocketFactory().createSocket(socket, DOMAIN, socket.getPort(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(protocols);
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            socket = tls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String applicationProtocol() {
        return ((SSLSocket) socket).getApplicationProtocol();
    }

    public void scram(String hash, String user, String password) {
        require(tryScram(hash, user, password), "success");
    }

    /** Gives the last answer. */
    public Element tryScram(String hash, String user, String password) {
        String bare = "n=" + user + ",r=clientnonce";
        send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-" + hash + "'>" + base64("n,," + bare)
                + "</auth>");
        Element challenge = read();
        if (!challenge.name().equals("challenge")) {
            return challenge;
        }
        String first = new String(Base64.getDecoder().decode(challenge.text()), StandardCharsets.UTF_8);
        String[] parts = first.split(",");
        String without = "c=biws," + parts[0];
        String authMessage = bare + "," + first + "," + without;
        try {
            String algorithm = "Hmac" + hash.replace("-", "");
            byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
            int iterations = Integer.parseInt(parts[2].substring(2));
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2With" + algorithm)
                    .generateSecret(
                            new PBEKeySpec(password.toCharArray(), salt, iterations, hash.equals("SHA-1") ? 160 : 256))
                    .getEncoded();
            byte[] proof = hmac(algorithm, salted, "Client Key");
            byte[] signature = hmac(algorithm, MessageDigest.getInstance(hash).digest(proof), authMessage);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= signature[i];
            }
            send("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                    + base64(without + ",p=" + Base64.getEncoder().encodeToString(proof)) + "</response>");
            Element last = read();
            String verifier = "v="
                    + Base64.getEncoder()
                            .encodeToString(hmac(algorithm, hmac(algorithm, salted, "Server Key"), authMessage));
            if (last.name().equals("success") && !last.text().equals(base64(verifier))) {
                throw new AssertionError("the server does not know the password");
            }
            return last;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String algorithm, byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public void bind(String resource) {
        Element answer = ask("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
                + resource + "</resource></bind></iq>");
        jid = answer.elements().get(0).elements().get(0).text();
    }

    /** Asks for the roster and says hello, as clients do. */
    public RawClient goOnline() {
        ask("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
        send("<presence/>");
        sync();
        return this;
    }

    /** Sends an IQ and gives its answer; what comes before is kept. */
    public Element ask(String iq) {
        int at = iq.indexOf("id='") + 4;
        String id = iq.substring(at, iq.indexOf('\'', at));
        send(iq);
        return await(e -> e.name().equals("iq")
                && id.equals(e.attribute("id"))
                && !e.attribute("type", "").equals("set"));
    }

    /** Has the server handle all that was sent, and reads all that it has sent. */
    public RawClient sync() {
        ask("<iq type='get' id='sync-" + ++pings + "' to='" + DOMAIN + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        return this;
    }

    /** Reads on until such an element comes, keeping the others. */
    public Element await(Predicate<Element> wanted) {
        while (true) {
            Element element = read();
            if (wanted.test(element)) {
                return element;
            }
            seen.add(element);
        }
    }

    /** What has come and was not waited for; forgets it. */
    public List<Element> seen() {
        List<Element> all = List.copyOf(seen);
        seen.clear();
        return all;
    }

    /** After a {@link #sync()}: short forms of what has come. */
    public List<String> heard() {
        sync();
        return seen().stream().map(RawClient::brief).toList();
    }

    /** For example {@code presence unavailable bob@example.org/b}, {@code push both bob@example.org}. */
    private static String brief(Element e) {
        String from = e.attribute("from", "");
        if (e.name().equals("iq") && e.attribute("type", "").equals("set")) {
            Element item = e.elements().get(0).elements().get(0);
            return "push " + item.attribute("subscription") + (item.attribute("ask") == null ? "" : "+ask")
                    + (item.attribute("approved") == null ? "" : "+approved") + " " + item.attribute("jid");
        }
        String what = e.name().equals("message")
                ? e.elements().isEmpty() ? "" : e.elements().get(0).text()
                : e.elements().stream()
                        .filter(c -> c.name().equals("show"))
                        .map(Element::text)
                        .findFirst()
                        .orElse("");
        return (e.name() + " " + e.attribute("type", "") + " " + from + " " + what)
                .strip()
                .replaceAll(" +", " ");
    }

    /** The next element. */
    public Element read() {
        try {
            while (true) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    Element element = element();
                    open &= !element.name().equals("success") && !element.name().equals("proceed");
                    return element;
                }
                if (event == XMLStreamConstants.END_ELEMENT) {
                    throw new UncheckedIOException(new EOFException("closing tag"));
                }
            }
        } catch (XMLStreamException e) {
            Throwable cause = e.getNestedException();
            throw new UncheckedIOException(cause instanceof IOException io ? io : new IOException(e));
        }
    }

    private Element element() throws XMLStreamException {
        Element element = Element.of(xml.getNamespaceURI() == null ? "" : xml.getNamespaceURI(), xml.getLocalName());
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            element = element.with(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> element = element.with(element());
                case XMLStreamConstants.END_ELEMENT -> {
                    return text.isEmpty() ? element : element.with(new Text(text.toString()));
                }
                default -> text.append(xml.getText());
            }
        }
    }

    /** Reads a stream error, then the closing tag; gives the condition. */
    public String readStreamError() {
        Element error = await(e -> e.name().equals("error"));
        String end = readEnd();
        if (!end.equals("closing tag")) {
            throw new AssertionError("no closing tag after the error but " + end);
        }
        return error.elements().get(0).name();
    }

    /** Reads on to the end of the stream; says what it was: "closing tag" or "broken". */
    public String readEnd() {
        try {
            while (true) {
                seen.add(read());
            }
        } catch (UncheckedIOException e) {
            boolean closed = e.getCause() instanceof EOFException
                    && "closing tag".equals(e.getCause().getMessage());
            return closed ? "closing tag" : "broken";
        }
    }

    private static void require(Element element, String name) {
        if (!element.name().equals(name)) {
            throw new AssertionError("expected " + name + ", got " + element);
        }
    }

    /** Goes without a word. */
    public void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes politely. */
    @Override
    public void close() {
        try {
            if (open) {
                send("</stream:stream>");
            }
        } catch (UncheckedIOException e) {
            // The server was first.
        }
        cut();
    }

    /** Keeps the parser from reading ahead. */
    private static final class OneByOne extends FilterReader {
        OneByOne(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(1, length));
        }
    }
}
