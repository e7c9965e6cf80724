package dev.duet.testing;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.CallQuality;
import dev.duet.model.CallSecurity;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaPath;
import dev.duet.model.SessionDescription;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.MediaRequest;
import dev.duet.spi.MediaSession;
import dev.duet.spi.RuntimeContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Media that agree to everything at once. */
public final class FakeMedia implements MediaEngine, MediaEngine.Provider {

    public final List<Session> sessions = new ArrayList<>();
    public boolean closed;

    public Session session() {
        return sessions.get(sessions.size() - 1);
    }

    public static SessionDescription description(MediaDirection direction) {
        return SessionDescription.of(
                MediaDescription.audio("0").direction(direction).build());
    }

    @Override
    public MediaEngine create(RuntimeContext context) {
        return this;
    }

    @Override
    public void warmUp() {
        // nothing to warm
    }

    @Override
    public MediaSession session(MediaRequest request, MediaSession.Listener listener) {
        Session session = new Session(listener);
        sessions.add(session);
        return session;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The media of one attempt. */
    public static final class Session implements MediaSession {

        public final Listener listener;
        public final List<String> did = new ArrayList<>();
        public @Nullable AudioSource source;
        public @Nullable AudioSink sink;
        public @Nullable MediaPath path;
        private MediaDirection wish = MediaDirection.SENDRECV;

        Session(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void createOffer(MediaDirection newWish) {
            wish = newWish;
            listener.offerReady(description(newWish));
        }

        @Override
        public void applyAnswer(SessionDescription answer) {
            agree(answer.media().get(0).direction());
        }

        @Override
        public void createAnswer(SessionDescription offer, MediaDirection newWish) {
            wish = newWish;
            MediaDirection offered = offer.media().get(0).direction();
            listener.answerReady(description(newWish.within(offered)));
            agree(offered);
        }

        private void agree(MediaDirection theirs) {
            listener.direction(wish.within(theirs));
            listener.connected(CallSecurity.NONE);
        }

        @Override
        public void answerWaits(boolean waits) {
            did.add(waits ? "answer waits" : "answer left");
        }

        @Override
        public void rollback() {
            did.add("rollback");
        }

        @Override
        public void remoteCandidate(String mediaId, IceCandidate candidate) {
            did.add("candidate");
        }

        @Override
        public void remoteEndOfCandidates(String mediaId) {
            did.add("end of candidates");
        }

        @Override
        public void networkChanged() {
            did.add("network changed");
        }

        @Override
        public void doubt() {
            did.add("doubt");
        }

        @Override
        public void restart(MediaDirection newWish) {
            did.add("restart");
            createOffer(newWish);
        }

        @Override
        public void source(AudioSource newSource) {
            source = newSource;
        }

        @Override
        public void sink(AudioSink newSink) {
            sink = newSink;
        }

        @Override
        public void mute(boolean muted) {
            did.add("mute " + muted);
        }

        @Override
        public void dtmf(String digits) {
            did.add("dtmf " + digits);
        }

        @Override
        public CallQuality quality() {
            return CallQuality.NONE;
        }

        @Override
        public @Nullable MediaPath path() {
            return path;
        }

        @Override
        public CallSecurity security() {
            return CallSecurity.NONE;
        }

        @Override
        public void close() {
            did.add("close");
        }
    }
}
