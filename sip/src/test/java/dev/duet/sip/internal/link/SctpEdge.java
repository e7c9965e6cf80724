package dev.duet.sip.internal.link;

import com.sun.nio.sctp.MessageInfo;
import com.sun.nio.sctp.SctpChannel;
import dev.duet.sip.internal.transport.SctpListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An edge proxy by SCTP with its registrar: it registers whoever asks, and says nothing to anything else by itself. It
 * knows nothing of whether its associations are the kernel's.
 */
final class SctpEdge implements AutoCloseable {

    private final SctpListener listener;
    private final List<SctpChannel> open = new CopyOnWriteArrayList<>();
    private final List<String> registers = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> others = new LinkedBlockingQueue<>();

    SctpEdge(SctpListener listener) {
        this.listener = listener;
        daemon(this::accept);
    }

    int port() {
        return listener.port();
    }

    /** The REGISTERs that came. */
    List<String> registers() {
        return registers;
    }

    /** The last association. */
    SctpChannel last() {
        return open.get(open.size() - 1);
    }

    /** Waits for the next message that begins so, and is no REGISTER; others are skipped. */
    String await(String start) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try {
            while (true) {
                String message = others.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("no " + start + " came");
                }
                if (message.startsWith(start)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends by the last association. */
    void send(String message) {
        try {
            send(last(), message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request for who registered last, from Bob, by this edge. */
    String request(String method, String callId, String more, String body) {
        String contact =
                Edge.header(registers.get(registers.size() - 1), "Contact").replaceAll("^<|>.*$", "");
        return method + " " + contact + " SIP/2.0\r\n"
                + "Via: SIP/2.0/SCTP 127.0.0.1:" + port() + ";branch=z9hG4bKedge" + method + callId + "\r\n"
                + "Record-Route: <sip:127.0.0.1:" + port() + ";transport=sctp;lr>\r\n"
                + "Max-Forwards: 69\r\n"
                + "From: <sip:bob@example.com>;tag=bob\r\n"
                + "To: <sip:alice@example.com>\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 " + method + "\r\n"
                + "Contact: <sip:bob@192.0.2.7>\r\n"
                + more
                + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void send(SctpChannel by, String message) throws IOException {
        by.send(
                ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)),
                MessageInfo.createOutgoing(null, 0).unordered(true));
    }

    private void accept() {
        while (true) {
            try {
                SctpChannel channel = listener.accept();
                open.add(channel);
                daemon(() -> read(channel));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void read(SctpChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (channel) {
            for (MessageInfo info = channel.receive(buffer, null, null);
                    info != null && info.bytes() >= 0;
                    info = channel.receive(buffer, null, null)) {
                message.write(buffer.array(), 0, buffer.position());
                buffer.clear();
                if (info.isComplete()) {
                    take(channel, message.toString(StandardCharsets.UTF_8));
                    message.reset();
                }
            }
        } catch (IOException e) {
            open.remove(channel);
        }
    }

    private void take(SctpChannel from, String message) throws IOException {
        if (message.startsWith("REGISTER ")) {
            registers.add(message);
            String contact = "Contact: " + Edge.header(message, "Contact") + "\r\n";
            send(from, RawPeer.response(message, 200, "reg", contact, ""));
        } else {
            others.add(message);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "test-edge");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SctpChannel channel : open) {
            channel.close();
        }
    }
}
