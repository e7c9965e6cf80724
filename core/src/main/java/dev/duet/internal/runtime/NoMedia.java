package dev.duet.internal.runtime;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.CallQuality;
import dev.duet.model.CallSecurity;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaPath;
import dev.duet.model.SessionDescription;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.MediaRequest;
import dev.duet.spi.MediaSession;
import org.jspecify.annotations.Nullable;

/** Stands in where the class path has no media engine: every call fails, and says what to add. */
final class NoMedia implements MediaEngine {

    @Override
    public void warmUp() {
        // nothing to warm
    }

    @Override
    public MediaSession session(MediaRequest request, MediaSession.Listener listener) {
        return new NoSession(listener);
    }

    @Override
    public void close() {
        // nothing to give back
    }

    private record NoSession(Listener listener) implements MediaSession {

        private void refuse() {
            listener.refused(Failure.of(
                    Failure.Kind.UNSUPPORTED,
                    Failure.Origin.LOCAL,
                    Failure.Retry.NEVER,
                    "No media engine on the class path: add the dependency dev.duet:duet-media, or dev.duet:duet for"
                            + " all"));
        }

        @Override
        public void createOffer(MediaDirection wish) {
            refuse();
        }

        @Override
        public void applyAnswer(SessionDescription answer) {
            refuse();
        }

        @Override
        public void createAnswer(SessionDescription offer, MediaDirection wish) {
            refuse();
        }

        @Override
        public void rollback() {
            // nothing was offered
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
            refuse();
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
