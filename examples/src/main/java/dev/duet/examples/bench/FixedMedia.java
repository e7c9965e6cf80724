package dev.duet.examples.bench;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.CallQuality;
import dev.duet.model.CallSecurity;
import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaPath;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.MediaRequest;
import dev.duet.spi.MediaSession;
import org.jspecify.annotations.Nullable;

/** Media that always say the same and carry nothing: what is left of a call is its signalling. */
final class FixedMedia implements MediaEngine {

    private static final SessionDescription DESCRIPTION = SessionDescription.of(MediaDescription.audio("0")
            .direction(MediaDirection.SENDRECV)
            .rtp(new Endpoint("127.0.0.1", 40_000))
            .payload(PayloadType.of(0, "PCMU", 8_000, 1))
            .build());

    @Override
    public void warmUp() {
        // nothing to warm
    }

    @Override
    public MediaSession session(MediaRequest request, MediaSession.Listener listener) {
        return new Session(listener);
    }

    @Override
    public void close() {
        // nothing to give back
    }

    private record Session(MediaSession.Listener listener) implements MediaSession {

        @Override
        public void createOffer(MediaDirection wish) {
            listener.offerReady(DESCRIPTION);
        }

        @Override
        public void applyAnswer(SessionDescription answer) {
            listener.connected(CallSecurity.NONE);
        }

        @Override
        public void createAnswer(SessionDescription offer, MediaDirection wish) {
            listener.answerReady(DESCRIPTION);
            listener.connected(CallSecurity.NONE);
        }

        @Override
        public void rollback() {
            // nothing was kept
        }

        @Override
        public void remoteCandidate(String mediaId, IceCandidate candidate) {
            // nothing to connect
        }

        @Override
        public void remoteEndOfCandidates(String mediaId) {
            // nothing to connect
        }

        @Override
        public void networkChanged() {
            // nothing was connected
        }

        @Override
        public void restart(MediaDirection wish) {
            createOffer(wish);
        }

        @Override
        public void source(AudioSource source) {
            source.close();
        }

        @Override
        public void sink(AudioSink sink) {
            sink.close();
        }

        @Override
        public void mute(boolean muted) {
            // silent anyway
        }

        @Override
        public void dtmf(String digits) {
            // silent anyway
        }

        @Override
        public CallQuality quality() {
            return CallQuality.NONE;
        }

        @Override
        public @Nullable MediaPath path() {
            return null;
        }

        @Override
        public CallSecurity security() {
            return CallSecurity.NONE;
        }

        @Override
        public void close() {
            // nothing to give back
        }
    }
}
