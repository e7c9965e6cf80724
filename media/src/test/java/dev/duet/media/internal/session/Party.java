package dev.duet.media.internal.session;

import dev.duet.audio.AudioSink;
import dev.duet.media.internal.wav.Pcm;
import dev.duet.media.internal.wav.PcmSource;
import dev.duet.model.CallSecurity;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import dev.duet.model.SessionDescription;
import dev.duet.spi.MediaRequest;
import dev.duet.spi.MediaSession;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** One side of a call: its session, what it told, and what it heard. */
final class Party implements MediaSession.Listener {

    static final int HEARD_RATE = 16_000;

    final List<SessionDescription> offers = new CopyOnWriteArrayList<>();
    final List<SessionDescription> answers = new CopyOnWriteArrayList<>();
    final List<Failure> refusals = new CopyOnWriteArrayList<>();
    final List<Failure> failures = new CopyOnWriteArrayList<>();
    final List<MediaDirection> directions = new CopyOnWriteArrayList<>();
    final List<CallSecurity> connected = new CopyOnWriteArrayList<>();
    final StringBuffer keys = new StringBuffer();
    final Ear ear = new Ear();
    final TestLoop loop;
    final MediaSession session;
    private volatile Party other;

    Party(Engine engine, TestLoop loop, MediaConfig config) {
        this(engine, loop, config, Protocol.SIP);
    }

    Party(Engine engine, TestLoop loop, MediaConfig config, Protocol protocol) {
        this.loop = loop;
        this.session = engine.session(new MediaRequest(config, protocol, "127.0.0.1", true), this);
        session.sink(ear);
    }

    /** A sink that remembers. */
    static final class Ear implements AudioSink {
        final AtomicBoolean closed = new AtomicBoolean();
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        @Override
        public int sampleRate() {
            return HEARD_RATE;
        }

        @Override
        public synchronized void write(short[] pcm, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                heard.write(pcm[i] >> 8);
                heard.write(pcm[i]);
            }
        }

        synchronized short[] heard() {
            byte[] bytes = heard.toByteArray();
            short[] sound = new short[bytes.length / 2];
            for (int i = 0; i < sound.length; i++) {
                sound[i] = (short) (bytes[2 * i] << 8 | bytes[2 * i + 1] & 0xFF);
            }
            return sound;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    void say(short[] sound, int rate) {
        loop.run(() -> session.source(new PcmSource(new Pcm(sound, rate))));
    }

    /** Offer and answer with the other side; what is told may be changed on the way. */
    void offerTo(Party answerer, MediaDirection wish, MediaDirection itsWish, UnaryOperator<SessionDescription> way) {
        other = answerer;
        answerer.other = this;
        int offersBefore = offers.size();
        int answersBefore = answerer.answers.size();
        int refusalsBefore = answerer.refusals.size();
        loop.run(() -> session.createOffer(wish));
        Awaitility.await().until(() -> offers.size() > offersBefore);
        SessionDescription offer = way.apply(offers.get(offers.size() - 1));
        loop.run(() -> answerer.session.createAnswer(offer, itsWish));
        Awaitility.await()
                .until(() -> answerer.answers.size() > answersBefore || answerer.refusals.size() > refusalsBefore);
        if (answerer.answers.size() > answersBefore) {
            SessionDescription answer = way.apply(answerer.answers.get(answerer.answers.size() - 1));
            loop.run(() -> session.applyAnswer(answer));
        }
    }

    void call(Party answerer) {
        offerTo(answerer, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        Awaitility.await().until(() -> !connected.isEmpty() && !answerer.connected.isEmpty());
    }

    @Override
    public void offerReady(SessionDescription offer) {
        offers.add(offer);
    }

    @Override
    public void answerReady(SessionDescription answer) {
        answers.add(answer);
    }

    @Override
    public void refused(Failure failure) {
        refusals.add(failure);
    }

    @Override
    public void localCandidate(String mediaId, IceCandidate candidate) {
        Party to = other;
        if (to != null) {
            loop.execute(() -> to.session.remoteCandidate(mediaId, candidate));
        }
    }

    @Override
    public void connected(CallSecurity security) {
        connected.add(security);
    }

    @Override
    public void direction(MediaDirection direction) {
        directions.add(direction);
    }

    @Override
    public void dtmf(char digit) {
        keys.append(digit);
    }

    @Override
    public void endOfCandidates(String mediaId) {
        // not needed
    }

    @Override
    public void interrupted(Failure failure) {
        failures.add(failure);
    }

    @Override
    public void warning(Failure failure) {
        failures.add(failure);
    }

    @Override
    public void failed(Failure failure) {
        failures.add(failure);
    }
}
