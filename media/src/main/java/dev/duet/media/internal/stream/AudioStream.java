package dev.duet.media.internal.stream;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.media.internal.rfc3550.NtpClock;
import dev.duet.media.internal.rfc3550.RtcpSchedule;
import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.media.internal.tick.Ticked;
import dev.duet.media.internal.transport.MediaTransport;
import dev.duet.media.internal.transport.PacketHandler;
import dev.duet.model.CallQuality;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sound of one call. All of it belongs to the tick thread; what others want done is put into a mailbox, which each
 * tick empties first. Whatever throws on the way, a source, a sink or a codec, ends this stream and no other.
 */
public final class AudioStream implements Ticked, PacketHandler {

    /** The facts of a stream, told on the tick thread. */
    public interface Listener {

        /** A key press of the other side ended. */
        void pressed(char key);

        /** A datagram of DTLS, lent until the method returns. */
        void handshake(byte[] data, int offset, int length);

        /** One that came on a port that is RTCP's alone. */
        void handshakeApart(byte[] data, int offset, int length);

        /** The stream ended: its source, sink or codec threw. Told once. */
        void broken(RuntimeException cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(AudioStream.class);
    private static final int TICKS_PER_FIGURES = 20;
    /** Reports may take a twentieth of this. */
    private static final int BITS_PER_SECOND = 80_000;

    private static final int MOST_TRIED = 2048;

    private final MediaTransport transport;
    private final TransformSlot transform;
    private final Listener listener;
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final Sender sender;
    private final Receiver receiver;
    private final Outgoing outgoing;
    private final Reports reports;
    private final byte[] tried = new byte[MOST_TRIED];

    private @Nullable Plan plan;
    private boolean connected;
    private boolean over;
    private long tickNow;
    private boolean prompt;
    private long now;
    private double lossTold;

    private volatile CallQuality quality = CallQuality.NONE;
    private volatile boolean follows = true;

    /**
     * A stream that does nothing yet.
     *
     * @param first what packets go through until {@link #transform} tells of another
     * @param discard closes sources and sinks, elsewhere
     * @param cname this side's name in reports
     * @param startTime the wall-clock time now
     */
    public AudioStream(
            MediaTransport transport,
            PacketTransform first,
            Consumer<AutoCloseable> discard,
            RandomGenerator random,
            String cname,
            Instant startTime,
            Listener listener) {
        this.transport = transport;
        this.transform = new TransformSlot(first);
        this.listener = listener;
        long start = System.nanoTime();
        outgoing = new Outgoing(transport, transform, random.nextInt() & 0xFFFF_FFFFL, random.nextInt(0x8000));
        sender = new Sender(new SourceReader(discard), outgoing, random);
        receiver = new Receiver(new SinkWriter(discard), listener::pressed);
        reports = new Reports(
                transport,
                transform,
                outgoing,
                receiver,
                new NtpClock(startTime, start),
                new RtcpSchedule(random, BITS_PER_SECOND, start),
                cname);
    }

    /** What was agreed. */
    public void plan(Plan next) {
        mailbox.add(() -> {
            plan = next;
            sender.plan(next.sending());
            receiver.plan(next);
        });
    }

    /** Packets go through another transform from now on, both ways at once. */
    public void transform(PacketTransform next) {
        mailbox.add(() -> transform.set(next));
    }

    /** There is a way to the other side. */
    public void connected() {
        mailbox.add(() -> connected = true);
    }

    /** Where sound comes from. */
    public void source(AudioSource source) {
        mailbox.add(() -> sender.source(source));
    }

    /** Where sound goes. */
    public void sink(AudioSink sink) {
        mailbox.add(() -> receiver.sink(sink));
    }

    /**
     * Whether RTP of an unexpected address may be followed (see {@link #expected}): not while keys are being changed,
     * or the side that is being left, which still has the old ones, would be. From any thread.
     */
    public void follow(boolean allowed) {
        follows = allowed;
    }

    /** Sends silence. */
    public void mute(boolean muted) {
        mailbox.add(() -> sender.mute(muted));
    }

    /** Sends key presses. */
    public void press(String keys) {
        mailbox.add(() -> sender.press(keys));
    }

    /** Says goodbye, lets go of source and sink, and then runs that, on the tick thread. */
    public void end(Runnable then) {
        mailbox.add(() -> {
            over = true;
            try {
                letGo();
            } finally {
                then.run();
            }
        });
    }

    private void letGo() {
        if (connected) {
            reports.bye(sender.clockRate(), System.nanoTime());
        }
        connected = false;
        measure();
        release();
    }

    private void release() {
        sender.source(null);
        receiver.sink(null);
    }

    /** Empties the mailbox when no tick will do it any more. */
    public void flush() {
        for (Runnable message = mailbox.poll(); message != null; message = mailbox.poll()) {
            message.run();
        }
    }

    /** The newest figures, from any thread. */
    public CallQuality quality() {
        return quality;
    }

    // --- the tick

    @Override
    public void receive(long tick, boolean inTime, long nanos) {
        try {
            tickNow = tick;
            prompt = inTime;
            now = nanos;
            flush();
            if (over) {
                return;
            }
            transport.drain(this);
            if (connected) {
                receiver.tick(tick, nanos);
            }
        } catch (RuntimeException e) {
            breakDown(e);
        } catch (LinkageError | StackOverflowError | AssertionError e) {
            breakDown(new IllegalStateException(e));
        }
    }

    @Override
    public void send(long tick, long nanos) {
        if (over) {
            return;
        }
        try {
            Plan current = plan;
            boolean flowing =
                    connected && current != null && current.direction().sends();
            sender.tick(flowing, tick, nanos);
            if (connected) {
                reports.tick(sender.clockRate(), nanos);
            }
            if (tick % TICKS_PER_FIGURES == 0) {
                measure();
            }
        } catch (RuntimeException e) {
            breakDown(e);
        } catch (LinkageError | StackOverflowError | AssertionError e) {
            breakDown(new IllegalStateException(e));
        }
    }

    @Override
    public void packet(PacketKind kind, byte[] data, int offset, int length) {
        if (kind == PacketKind.DTLS) {
            listener.handshake(data, offset, length);
            return;
        }
        if (kind != PacketKind.RTP && kind != PacketKind.RTCP) {
            return;
        }
        boolean rtcp = kind == PacketKind.RTCP;
        int clear = transform.unprotect(data, offset, length, rtcp);
        if (clear <= 0) {
            return;
        }
        if (rtcp) {
            reports.packet(data, offset, clear, now);
        } else {
            receiver.packet(data, offset, clear, tickNow, prompt, now);
        }
    }

    @Override
    public void handshakeApart(byte[] data, int offset, int length) {
        listener.handshakeApart(data, offset, length);
    }

    /**
     * With keys, only an authentic packet is expected. It is taken in here; when it comes again by {@link #packet} it
     * is one that was there before.
     */
    @Override
    public boolean expected(byte[] data, int offset, int length) {
        if (PacketKind.of(data, offset, length) == PacketKind.DTLS) {
            return transform.isClosed();
        }
        if (!follows || transform.isClosed() || !receiver.expects(data, offset, length)) {
            return false;
        }
        if (!transform.isEncrypted()) {
            return true;
        }
        System.arraycopy(data, offset, tried, 0, length);
        int clear = transform.unprotect(tried, 0, length, false);
        if (clear > 0) {
            receiver.packet(tried, 0, clear, tickNow, prompt, now);
        }
        return clear > 0;
    }

    private void breakDown(RuntimeException cause) {
        if (over) {
            return;
        }
        over = true;
        LOG.warn("The sound of a call broke down: {}", cause.toString(), cause);
        try {
            release();
        } catch (RuntimeException e) {
            LOG.debug("Letting go of it failed, too", e);
        }
        listener.broken(cause);
    }

    private void measure() {
        double loss = Math.max(0, reports.remoteLoss());
        if (loss != lossTold) {
            lossTold = loss;
            sender.expectLoss(loss);
        }
        Receiver.Figures in = receiver.figures(tickNow);
        double roundTrip = reports.roundTripSeconds();
        quality = new CallQuality(
                sender.codec(),
                outgoing.packets(),
                in.received(),
                in.lost(),
                in.discarded(),
                in.concealed(),
                Duration.ofNanos(in.jitterNanos()),
                Duration.ofMillis(in.delayMillis()),
                roundTrip < 0 ? null : Duration.ofNanos((long) (roundTrip * 1e9)),
                reports.remoteLoss() < 0 ? null : reports.remoteLoss());
    }
}
