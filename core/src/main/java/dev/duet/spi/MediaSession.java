package dev.duet.spi;

import dev.duet.audio.AudioSink;
import dev.duet.audio.AudioSource;
import dev.duet.model.CallQuality;
import dev.duet.model.CallSecurity;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaPath;
import dev.duet.model.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * The media of one call attempt. It keeps what was described last on both sides, so that each next offer is a proper
 * continuation. A direction is always the wish of this side: what flows is what both sides allow.
 */
@OnLoop
public interface MediaSession {

    /** Makes an offer, the first or one that changes the session; told by {@link Listener#offerReady}. */
    void createOffer(MediaDirection wish);

    /** Takes the other side's answer to the offer that was made last. */
    void applyAnswer(SessionDescription answer);

    /**
     * Takes the other side's offer and makes the answer; told by {@link Listener#answerReady}, or, when there is
     * nothing in common, by {@link Listener#refused}, with the session as before.
     */
    void createAnswer(SessionDescription offer, MediaDirection wish);

    /**
     * Whether the answer waits for the user. While it does, no DTLS handshake begins: it belongs to an answer that the
     * other side has (RFC 8842 5.3), and other devices of the user may be asked as well. Told before {@link
     * #createAnswer}, and when the answer leaves; false at first.
     */
    default void answerWaits(boolean waits) {}

    /** Forgets the offer that was made last: it was refused. */
    void rollback();

    /** A candidate of the other side. */
    void remoteCandidate(String mediaId, IceCandidate candidate);

    /** The other side has no more candidates than those told (RFC 8838 13). */
    void remoteEndOfCandidates(String mediaId);

    /** Makes an offer with new ICE credentials (RFC 8445 9); told by {@link Listener#offerReady}. */
    void restart(MediaDirection wish);

    /** The network of this host changed: told by {@link Listener#interrupted} when the way no longer works. */
    void networkChanged();

    /**
     * The other side may be gone. When nothing is heard of it for ten seconds from now on, with ICE no answer to a
     * check and without it no packet, {@link Listener#interrupted} tells, or {@link Listener#failed} where there is no
     * other way to look for.
     */
    default void doubt() {}

    /** Where the sound comes from; closes the one before. Silence at first. */
    void source(AudioSource source);

    /** Where the sound goes; closes the one before. Nowhere at first. */
    void sink(AudioSink sink);

    /** Sends silence instead of the source, which goes on being read. */
    void mute(boolean muted);

    /**
     * Sends key presses as telephone events (RFC 4733), each 100 ms with 50 ms pauses, after those before.
     *
     * @param digits of 0-9, A-D, * and #
     */
    void dtmf(String digits);

    /** The newest figures. From any thread. */
    CallQuality quality();

    /** The way that packets take now; null before there is one, and without ICE. From any thread. */
    @Nullable
    MediaPath path();

    /** What protects the media. From any thread. */
    CallSecurity security();

    /** Ends the session, closes source and sink, and gives back its sockets. Does nothing the second time. */
    void close();

    /** The facts of a session. All methods may be called from any thread. */
    interface Listener {

        /** An offer is made. */
        void offerReady(SessionDescription offer);

        /** An answer is made. */
        void answerReady(SessionDescription answer);

        /**
         * An offer or answer of the other side cannot be taken: nothing in common, or not well-formed; kind TLS when it
         * lacks the encryption that is required.
         */
        void refused(Failure failure);

        /** A candidate was found after the description was made. */
        void localCandidate(String mediaId, IceCandidate candidate);

        /** No candidate follows those told so far. */
        void endOfCandidates(String mediaId);

        /** Media can flow. Told once for each description that changes the way. */
        void connected(CallSecurity security);

        /** Which ways media flow now, as both sides agreed. */
        void direction(MediaDirection direction);

        /** A key press of the other side ended. */
        void dtmf(char digit);

        /**
         * The way was lost, and a {@link MediaSession#restart} may find another. Until then nothing is sent
         * (RFC 7675 5.1).
         */
        void interrupted(Failure failure);

        /** Something is not as configured, but the session goes on: a TURN server that refuses the password. */
        void warning(Failure failure);

        /** Media failed for good. Kind TLS when the other side is not who its description says. */
        void failed(Failure failure);
    }
}
