package dev.duet.media.internal.session;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.media.internal.rfc3264.Agreement;
import dev.duet.media.internal.rfc3264.LocalTransport;
import dev.duet.media.internal.rfc3264.Negotiation;
import dev.duet.media.internal.rfc3264.Negotiator;
import dev.duet.media.internal.rfc5764.Identity;
import dev.duet.media.internal.stream.AudioStream;
import dev.duet.media.internal.stream.PacketTransform;
import dev.duet.media.internal.transport.IceTransport;
import dev.duet.media.internal.transport.MediaTransport;
import dev.duet.media.internal.transport.PlainTransport;
import dev.duet.media.internal.transport.Trickling;
import dev.duet.model.CallQuality;
import dev.duet.model.CallSecurity;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaPath;
import dev.duet.model.Protocol;
import dev.duet.model.SessionDescription;
import dev.duet.spi.MediaRequest;
import dev.duet.spi.MediaSession;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The media of one call attempt: offer and answer on the loop. It holds the four parts and passes facts between them:
 * the negotiator says what is agreed, the transport finds the way, the security makes the keys, the stream carries the
 * sound.
 */
final class Session implements MediaSession {

    private static final LocalTransport NOWHERE =
            new LocalTransport(new Endpoint("127.0.0.1", 9), null, true, null, new Fingerprint("sha-256", ""));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Engine engine;
    private final MediaConfig config;
    private final MediaRequest request;
    private final Listener listener;
    private final Negotiator negotiator;
    private final Plans plans;
    private final MediaSecurity security;

    private volatile @Nullable MediaTransport transport;
    private MediaTransport.@Nullable Local local;
    private @Nullable Identity identity;
    private @Nullable Ready waiting;
    private final List<Runnable> held = new ArrayList<>();
    private boolean stale;
    private boolean wayIsThere;
    private @Nullable SessionDescription inForce;
    private @Nullable SessionDescription offered;
    private @Nullable MediaDirection direction;
    private final SoundToCome soundToCome;

    private volatile @Nullable AudioStream stream;
    private volatile boolean closed;

    Session(Engine engine, MediaRequest request, Listener listener) {
        this.engine = engine;
        this.request = request;
        this.config = request.config();
        this.listener = listener;
        this.soundToCome = new SoundToCome(engine.closers()::accept);
        this.negotiator = new Negotiator(
                Plans.local(engine.codecs(), config.codecs(), config.packetMillis()), Secrets.local(request, RANDOM));
        this.plans = new Plans(engine.codecs());
        this.security = new MediaSecurity(
                engine.context(),
                Secrets.profiles(config),
                request.signallingProtected(),
                this::sendHandshake,
                this::sendHandshakeApart,
                this::onLoop,
                new SecurityFacts());
    }

    // --- offer and answer

    @Override
    public void createOffer(MediaDirection wish) {
        if (closed) {
            return;
        }
        if (transport == null) {
            open(offersIce(), null);
        }
        whenReady(false, ready -> offer(ready, wish));
    }

    /** A Jingle call always does, and so does one that hides behind relays. */
    private boolean offersIce() {
        return config.ice() == MediaConfig.Ice.ALWAYS || request.protocol() == Protocol.XMPP || config.relayOnly();
    }

    private boolean answersIce() {
        return config.ice() != MediaConfig.Ice.NEVER || offersIce();
    }

    private void offer(LocalTransport ready, MediaDirection wish) {
        SessionDescription offer = negotiator.offer(ready, wish, inForce);
        offered = offer;
        if (inForce == null && stream != null) {
            offer.audio().map(plans::ofOffer).ifPresent(stream::plan);
        }
        listener.offerReady(offer);
    }

    @Override
    public void applyAnswer(SessionDescription answer) {
        SessionDescription ours = offered;
        if (closed || ours == null) {
            return;
        }
        offered = null;
        Negotiation negotiation = negotiator.apply(ours, answer);
        MediaTransport way = transport;
        if (take(negotiation) && way != null && negotiation instanceof Negotiation.Agreed agreed) {
            way.remote(agreed.agreement().remote(), answer.iceLite());
        }
    }

    @Override
    public void createAnswer(SessionDescription offer, MediaDirection wish) {
        if (closed) {
            return;
        }
        // Whether there is something in common does not depend on where our sockets are.
        if (negotiator.answer(offer, NOWHERE, wish, security.agreed()) instanceof Negotiation.Refused refused) {
            listener.refused(refused.failure());
            return;
        }
        MediaDescription audio = offer.audio().orElseThrow();
        if (audio.ice() == null && config.relayOnly()) {
            listener.refused(Failure.of(
                    Failure.Kind.NEGOTIATION,
                    Failure.Origin.PEER,
                    Failure.Retry.NEVER,
                    "The peer does no ICE, and so cannot be reached through relays only"));
            return;
        }
        MediaTransport way = transport;
        if (way == null) {
            way = open(audio.ice() != null && answersIce(), audio);
        }
        follow(false);
        boolean anew = way.remote(audio, offer.iceLite());
        whenReady(anew, ready -> {
            Negotiation negotiation = negotiator.answer(offer, ready, wish, security.agreed());
            if (take(negotiation) && negotiation instanceof Negotiation.Agreed agreed) {
                listener.answerReady(agreed.description());
            }
        });
    }

    @Override
    public void answerWaits(boolean waits) {
        security.answerWaits(waits);
    }

    @Override
    public void rollback() {
        offered = null;
    }

    /** False when there was nothing to take. */
    private boolean take(Negotiation negotiation) {
        if (negotiation instanceof Negotiation.Refused refused) {
            follow(security.isReady());
            listener.refused(refused.failure());
            return false;
        }
        Negotiation.Agreed agreed = (Negotiation.Agreed) negotiation;
        Agreement agreement = agreed.agreement();
        inForce = agreed.description();
        AudioStream sound = stream;
        if (sound == null) {
            return false;
        }
        sound.plan(plans.of(agreement));
        if (direction != agreement.direction()) {
            direction = agreement.direction();
            listener.direction(agreement.direction());
        }
        security.agree(agreement.protection(), !agreement.mux() && hasPortForRtcp(), identity);
        follow(security.isReady());
        return true;
    }

    /** Where there is none, reports go where sound goes, whatever was agreed. */
    private boolean hasPortForRtcp() {
        MediaTransport.Local ready = local;
        return ready != null && ready.rtcp() != null;
    }

    private void follow(boolean allowed) {
        AudioStream sound = stream;
        if (sound != null) {
            sound.follow(allowed);
        }
    }

    @Override
    public void restart(MediaDirection wish) {
        MediaTransport way = transport;
        if (closed) {
            return;
        }
        if (way == null) {
            createOffer(wish);
            return;
        }
        whenReady(true, ready -> offer(ready, wish));
        way.restart();
    }

    // --- the transport

    private interface Ready {
        void with(LocalTransport local);
    }

    /**
     * Goes on when this side of the transport is known: at once, or when it is told.
     *
     * @param anew true to wait until it is told anew
     */
    private void whenReady(boolean anew, Ready next) {
        waiting = next;
        stale |= anew;
        goOn();
    }

    private void goOn() {
        Ready next = waiting;
        boolean ready = local != null && !stale && (identity != null || !encrypts());
        if (next != null && ready) {
            waiting = null;
            next.with(described());
            List<Runnable> kept = List.copyOf(held);
            held.clear();
            kept.forEach(Runnable::run);
        }
    }

    private boolean encrypts() {
        return config.encryption() != MediaConfig.Encryption.NEVER;
    }

    private LocalTransport described() {
        MediaTransport.Local ready = local;
        if (ready == null) {
            throw new IllegalStateException("The transport is not ready");
        }
        Identity self = identity;
        return new LocalTransport(
                ready.rtp(), ready.rtcp(), ready.rtcpMux(), ready.ice(), self == null ? null : self.fingerprint());
    }

    private MediaTransport open(boolean ice, @Nullable MediaDescription offer) {
        TransportFacts facts = new TransportFacts();
        MediaTransport way = ice
                ? new IceTransport(
                        config, request.localHint(), trickling(), engine.context(), engine.farewells(), facts)
                : new PlainTransport(config, request.localHint(), engine.context(), facts);
        AudioStream sound = new AudioStream(
                way,
                encrypts() ? PacketTransform.CLOSED : PacketTransform.NONE,
                engine.closers(),
                RANDOM,
                Long.toHexString(RANDOM.nextLong()) + Long.toHexString(RANDOM.nextLong()),
                engine.context().loop().now(),
                new StreamFacts());
        transport = way;
        stream = sound;
        soundToCome.to(sound);
        engine.ticker().add(sound);
        if (encrypts()) {
            engine.identities().current().whenComplete((made, failure) -> onLoop(() -> identified(made)));
        }
        way.open(offer);
        return way;
    }

    /** A SIP peer must say first that it can (RFC 8840), so there the first description is whole. */
    private Trickling trickling() {
        return !config.trickle()
                ? Trickling.NONE
                : request.protocol() == Protocol.XMPP ? Trickling.FULL : Trickling.HALF;
    }

    private void identified(@Nullable Identity made) {
        if (made == null) {
            listener.failed(Failure.of(
                    Failure.Kind.MEDIA,
                    Failure.Origin.LOCAL,
                    Failure.Retry.NEVER,
                    "There is no certificate for encrypted media"));
        }
        identity = made;
        goOn();
    }

    private void sendHandshake(byte[] data, int offset, int length) {
        MediaTransport way = transport;
        if (way != null) {
            way.sendRtp(data, offset, length);
        }
    }

    private void sendHandshakeApart(byte[] data, int offset, int length) {
        MediaTransport way = transport;
        if (way != null) {
            way.sendRtcp(data, offset, length);
        }
    }

    /** Media flow when there is a way, and keys where they are needed. */
    private void connectedWhenReady() {
        AudioStream sound = stream;
        if (sound != null && wayIsThere && security.isReady()) {
            sound.connected();
            listener.connected(security.security());
        }
    }

    /** What comes of the agreement on how to protect the sound. */
    private final class SecurityFacts implements MediaSecurity.Listener {

        @Override
        public void transform(PacketTransform next) {
            AudioStream sound = stream;
            if (sound != null) {
                sound.transform(next);
            }
        }

        @Override
        public void ready() {
            follow(true);
            connectedWhenReady();
        }

        @Override
        public void failed(Failure failure) {
            listener.failed(failure);
        }
    }

    /** What the transport tells, brought to the loop. */
    private final class TransportFacts implements MediaTransport.Listener {

        @Override
        public void localReady(MediaTransport.Local ready) {
            onLoop(() -> {
                local = ready;
                stale = false;
                goOn();
            });
        }

        /** Candidates follow their description, however long that one takes. */
        private void afterwards(Runnable fact) {
            if (waiting != null) {
                held.add(fact);
            } else {
                fact.run();
            }
        }

        @Override
        public void localCandidate(IceCandidate candidate) {
            onLoop(() -> afterwards(() -> listener.localCandidate(mediaId(), candidate)));
        }

        @Override
        public void connected() {
            onLoop(() -> {
                wayIsThere = true;
                security.wayFound();
                connectedWhenReady();
            });
        }

        @Override
        public void endOfCandidates() {
            onLoop(() -> afterwards(() -> listener.endOfCandidates(mediaId())));
        }

        @Override
        public void interrupted(Failure failure) {
            onLoop(() -> listener.interrupted(failure));
        }

        @Override
        public void warning(Failure failure) {
            onLoop(() -> listener.warning(failure));
        }

        @Override
        public void failed(Failure failure) {
            onLoop(() -> listener.failed(failure));
        }
    }

    /** What the stream tells. */
    private final class StreamFacts implements AudioStream.Listener {

        @Override
        public void pressed(char key) {
            onLoop(() -> listener.dtmf(key));
        }

        @Override
        public void handshake(byte[] data, int offset, int length) {
            security.received(data, offset, length);
        }

        @Override
        public void handshakeApart(byte[] data, int offset, int length) {
            security.receivedApart(data, offset, length);
        }

        @Override
        public void broken(RuntimeException cause) {
            onLoop(() -> listener.failed(Failure.of(
                    Failure.Kind.MEDIA,
                    Failure.Origin.LOCAL,
                    Failure.Retry.NEVER,
                    "The source, the sink or the codec of the call threw " + cause)));
        }
    }

    private void onLoop(Runnable fact) {
        engine.context().loop().execute(() -> {
            if (!closed) {
                fact.run();
            }
        });
    }

    private String mediaId() {
        SessionDescription known = offered != null ? offered : inForce;
        return known == null ? "" : known.audio().map(MediaDescription::id).orElse("");
    }

    @Override
    public void remoteCandidate(String mediaId, IceCandidate candidate) {
        MediaTransport way = transport;
        if (!closed && way != null) {
            way.remoteCandidate(candidate);
        }
    }

    @Override
    public void remoteEndOfCandidates(String mediaId) {
        MediaTransport way = transport;
        if (!closed && way != null) {
            way.remoteEndOfCandidates();
        }
    }

    @Override
    public void networkChanged() {
        MediaTransport way = transport;
        if (!closed && way != null) {
            way.networkChanged();
        }
    }

    @Override
    public void doubt() {
        MediaTransport way = transport;
        if (!closed && way != null) {
            way.doubt();
        }
    }

    // --- the sound

    @Override
    public void source(AudioSource source) {
        AudioStream sound = stream;
        if (closed) {
            engine.closers().accept(source);
        } else if (sound != null) {
            sound.source(source);
        } else {
            soundToCome.source(source);
        }
    }

    @Override
    public void sink(AudioSink sink) {
        AudioStream sound = stream;
        if (closed) {
            engine.closers().accept(sink);
        } else if (sound != null) {
            sound.sink(sink);
        } else {
            soundToCome.sink(sink);
        }
    }

    @Override
    public void mute(boolean mute) {
        AudioStream sound = stream;
        if (sound != null) {
            sound.mute(mute);
        } else {
            soundToCome.mute(mute);
        }
    }

    @Override
    public void dtmf(String digits) {
        AudioStream sound = stream;
        if (sound != null) {
            sound.press(digits);
        } else {
            soundToCome.press(digits);
        }
    }

    @Override
    public CallQuality quality() {
        AudioStream sound = stream;
        return sound == null ? CallQuality.NONE : sound.quality();
    }

    @Override
    public @Nullable MediaPath path() {
        MediaTransport way = transport;
        return way == null ? null : way.way();
    }

    @Override
    public CallSecurity security() {
        return security.security();
    }

    // --- the end

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        AudioStream sound = stream;
        MediaTransport way = transport;
        if (sound == null || way == null) {
            soundToCome.drop();
            engine.gone(this);
            return;
        }
        sound.end(() -> {
            engine.ticker().remove(sound);
            security.close();
            way.close();
            engine.gone(this);
        });
        if (engine.ticker().isClosed()) {
            sound.flush();
        }
    }

    /** Does what the tick did not come to do. */
    void flush() {
        AudioStream sound = stream;
        if (sound != null) {
            sound.flush();
        }
    }
}
