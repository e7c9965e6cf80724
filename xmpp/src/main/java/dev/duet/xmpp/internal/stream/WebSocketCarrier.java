package dev.duet.xmpp.internal.stream;

import dev.duet.model.LinkSecurity;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.jivesoftware.smack.packet.AbstractStreamOpen;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.DomainBareJid;

/**
 * WebSocket (RFC 7395): each message is one whole element, and there is no document around them. It has no thread of
 * its own: what comes is taken on the threads of the HTTP client, one message at a time, and the next is asked for when
 * one is done.
 */
final class WebSocketCarrier implements Carrier, WebSocket.Listener {

    private static final String PROTOCOL = "xmpp";
    private static final String CLOSE = "<close xmlns='" + FramedOpen.FRAMING + "'/>";

    /** Characters of the buffer that stay for the next message. */
    private static final int MOST_KEPT = 1 << 16;

    private final HttpClient client;
    private final Executor executor;
    private final URI uri;
    private final Outflow out = new Outflow();
    private final XMLInputFactory parsers = StreamParser.factory(); // of the thread that reads
    private final StringBuilder message = new StringBuilder(); // of the thread that reads
    private final AtomicInteger toWrite = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Receiver receiver;
    private volatile @Nullable InetAddress local;
    private volatile boolean writing;
    private volatile boolean said; // that there is nothing more to come from this side
    private volatile boolean last; // when that is said, the connection is closed
    private volatile boolean beginning = true;
    private volatile boolean ended; // the server closed the stream
    private @Nullable WebSocket socket; // guarded by this, as is the next
    private boolean killed;

    /**
     * Carries to that place once it is connected.
     *
     * @param executor of the client; what is written is written there
     */
    WebSocketCarrier(HttpClient client, Executor executor, URI uri) {
        this.client = client;
        this.executor = executor;
        this.uri = uri;
    }

    /**
     * Connects. Blocks.
     *
     * @throws IOException when nobody is there, or nobody who speaks XMPP
     */
    void connect(Duration timeout) throws IOException, InterruptedException {
        CompletableFuture<WebSocket> connecting = client.newWebSocketBuilder()
                .subprotocols(PROTOCOL)
                .connectTimeout(timeout)
                .buildAsync(uri, this);
        connecting.thenAccept(this::adopt);
        try {
            WebSocket made = connecting.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            adopt(made);
            if (!made.getSubprotocol().equals(PROTOCOL)) {
                throw new ConnectException(place() + ": no XMPP is spoken there");
            }
            local = towards(uri);
        } catch (ExecutionException | CancellationException e) {
            throw explain(e.getCause());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException(place());
        } finally {
            if (!connecting.isDone()) {
                kill(); // who comes too late is turned away
            }
        }
    }

    private synchronized void adopt(WebSocket made) {
        socket = made;
        if (killed) {
            made.abort();
        }
    }

    private IOException explain(@Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused) {
            return new ConnectException(
                    place() + ": HTTP " + refused.getResponse().statusCode());
        }
        if (cause instanceof SSLException tls) {
            return tls;
        }
        String words = cause == null ? "closed" : Objects.toString(cause.getMessage(), "refused");
        ConnectException failed = new ConnectException(place() + ": " + words);
        failed.initCause(cause);
        return failed;
    }

    private String place() {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    /** The address that packets to there leave from: the client does not tell. No packet is sent. */
    private static @Nullable InetAddress towards(URI uri) {
        try (DatagramSocket probe = new DatagramSocket()) {
            int port = uri.getPort() < 0 ? 443 : uri.getPort();
            InetSocketAddress there = new InetSocketAddress(uri.getHost(), port);
            if (there.isUnresolved()) {
                return null;
            }
            probe.connect(there);
            return probe.getLocalAddress();
        } catch (SocketException e) {
            return null;
        }
    }

    private synchronized WebSocket socket() throws IOException {
        if (socket == null) {
            throw new IOException("Not connected");
        }
        return socket;
    }

    private Receiver receiver() {
        return Objects.requireNonNull(receiver, "not started");
    }

    @Override
    public void start(Receiver to) throws IOException {
        WebSocket made = socket();
        receiver = to;
        if (over.get()) {
            throw new IOException("closed before it began");
        }
        try {
            to.ready();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // what Smack throws has no other name in common
            to.unreadable(e);
        }
        later(() -> made.request(1)); // or else this thread might be told what came, while it signs in
    }

    @Override
    public AbstractStreamOpen open(
            DomainBareJid to, @Nullable CharSequence from, @Nullable String id, String language) {
        return new FramedOpen(to, from, id, language);
    }

    @Override
    public void startTls() {
        throw MalformedStreamException.badFormat("TLS within WebSocket"); // RFC 7395 3.9
    }

    @Override
    public SaslChoice.Channel channel() {
        return new SaslChoice.Channel(isSecure(), null); // the client does not show the server's certificate
    }

    @Override
    public LinkSecurity security(String mechanism) {
        return new LinkSecurity(isSecure() ? "TLS" : "", "", mechanism);
    }

    private boolean isSecure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    @Override
    public @Nullable InetAddress local() {
        return local;
    }

    @Override
    public boolean hasItsAddress() {
        return Transport.isHere(local);
    }

    // --- writing

    @Override
    public boolean offer(Outflow.Item item) {
        boolean taken = out.offer(item);
        later(this::write);
        return taken;
    }

    @Override
    public boolean sayClose() {
        return sayLast(CLOSE);
    }

    @Override
    public boolean answerClose() {
        last = true;
        return sayLast(CLOSE);
    }

    private boolean sayLast(String text) {
        boolean taken = out.finish(text);
        said = true;
        later(this::write);
        return taken;
    }

    private void later(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            // Duet was closed, and all connections with it
        }
    }

    /** Writes what waits, one element after the other, as far as that goes without waiting. */
    private void write() {
        if (toWrite.getAndIncrement() != 0) {
            return; // whoever writes looks again
        }
        int seen = 1;
        while (seen != 0) {
            while (!writing && writeNext()) {
                // the next
            }
            seen = toWrite.addAndGet(-seen);
        }
    }

    private boolean writeNext() {
        WebSocket to;
        synchronized (this) {
            to = socket;
        }
        Outflow.Item item = to == null ? null : out.poll();
        if (to == null || item == null) {
            if (to != null && said && last) {
                to.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(failure -> to);
                last = false;
            }
            return false;
        }
        writing = true;
        to.sendText(item.text(""), true).whenComplete((done, failure) -> {
            writing = false;
            if (failure != null) {
                out.close();
                unwritable(failure);
            } else if (item.stanza() != null) {
                receiver().written(item.stanza());
            }
            write();
        });
        return true;
    }

    private void unwritable(Throwable failure) {
        if (!over.get()) {
            receiver().unwritable(asIo(failure));
        }
    }

    private static IOException asIo(Throwable failure) {
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    // --- reading

    @Override
    public void onOpen(WebSocket from) {
        // the first message is asked for when somebody wants it
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
        read(() -> {
            if (message.length() + part.length() > TransportReader.MAX_STANZA) {
                throw MalformedStreamException.of(new XmlLimitException(
                        "A message is longer than " + TransportReader.MAX_STANZA + " characters"));
            }
            message.append(part);
            if (whole) {
                String text = message.toString();
                message.setLength(0);
                if (message.capacity() > MOST_KEPT) {
                    message.trimToSize();
                }
                take(text);
            }
        });
        Backlog backlog = receiver().backlog();
        if (backlog.isFull()) {
            backlog.whenRoom(() -> later(() -> from.request(1)));
        } else {
            from.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean whole) {
        read(() -> {
            throw MalformedStreamException.badFormat("A message that is no text");
        });
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer said) {
        receiver().heard();
        from.request(1);
        return null; // it is answered by itself
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer said) {
        receiver().heard();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        lost(new IOException("closed without a word, WebSocket status " + status));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        lost(asIo(failure));
    }

    /** The connection is no more. */
    private void lost(IOException why) {
        Receiver told = receiver;
        if (told != null && !ended && !over.get()) {
            ended = true;
            told.unreadable(why);
        }
        end();
    }

    private interface Reading {
        void run() throws Exception;
    }

    /** Once something was wrong, nothing of what follows is looked at. */
    private void read(Reading reading) {
        if (over.get() || ended) {
            return;
        }
        receiver().heard();
        try {
            reading.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (XMLStreamException e) {
            ended = true;
            receiver().unreadable(MalformedStreamException.of(e));
        } catch (Exception e) { // what Smack throws has no other name in common
            ended = true;
            receiver().unreadable(e);
        }
    }

    private void take(String text) throws Exception {
        if (text.isBlank()) {
            return; // what keeps other connections open
        }
        Xml element = StreamParser.whole(parsers, text);
        if (element.is("close", FramedOpen.FRAMING)) {
            String other = element.attribute("see-other-uri", "");
            if (!other.isEmpty()) {
                throw new SeeOtherUriException(other);
            }
            ended = true;
            receiver().closed();
        } else if (element.is("open", FramedOpen.FRAMING) != beginning) {
            throw MalformedStreamException.badFormat(
                    beginning ? "The stream is not open: " + element.name() : "The stream is open");
        } else if (beginning) {
            beginning = false;
            receiver().opened(element);
        } else {
            beginning = element.is("success", Authentication.SASL); // RFC 6120 6.4.6: both sides begin anew
            receiver().element(element);
        }
    }

    // --- the end

    @Override
    public void finish() {
        last = true;
        later(this::write);
    }

    @Override
    public void drop(@Nullable String condition) {
        if (condition == null) {
            kill();
            return;
        }
        boolean saying = out.offer(Outflow.Item.of("<error xmlns='http://etherx.jabber.org/streams'><" + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>"));
        if (!saying || !answerClose()) {
            kill();
        }
    }

    @Override
    public void kill() {
        WebSocket made;
        synchronized (this) {
            killed = true;
            made = socket;
        }
        if (made != null) {
            made.abort();
        }
        out.close();
        later(() -> lost(new IOException("closed"))); // of what is aborted the client tells nothing
    }

    private void end() {
        out.close();
        boolean first = over.compareAndSet(false, true);
        Receiver told = receiver;
        if (first && told != null) {
            told.terminated();
        }
    }
}
