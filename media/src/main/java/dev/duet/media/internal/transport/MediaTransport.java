package dev.duet.media.internal.transport;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaPath;
import dev.duet.spi.OnLoop;
import org.jspecify.annotations.Nullable;

/**
 * The way of one medium's RTP and RTCP packets, on one port or two.
 *
 * <p>Set-up comes from the loop and never blocks it. {@link #drain} belongs to one other thread, the tick;
 * {@link #sendRtp} and {@link #sendRtcp} may come from any thread, since handshakes send beside the tick. All three
 * never block, never throw, and in the steady state allocate nothing. The tick may drain from the moment that the
 * transport exists, and must from {@link #open} on: ICE's checks come in that way, too.
 */
public interface MediaTransport extends AutoCloseable {

    /**
     * Opens the sockets in the background; told by {@link Listener#localReady} or {@link Listener#failed}. Once.
     *
     * @param offer the other side's offer that is to be answered; null when this side offers
     */
    @OnLoop
    void open(@Nullable MediaDescription offer);

    /**
     * What the other side described: its offer or its answer, the first or a later one. After {@link #open}, but it
     * need not wait for {@link Listener#localReady}. Told by {@link Listener#connected} when it changes the way.
     *
     * @param iceLite true when the other side only answers ICE's checks (RFC 8445 2.5)
     * @return true when the other side began ICE anew, so that an answer must wait for the next
     *     {@link Listener#localReady}, with fresh credentials
     */
    @OnLoop
    boolean remote(MediaDescription description, boolean iceLite);

    /** The same for a side that does its own checks. */
    @OnLoop
    default boolean remote(MediaDescription description) {
        return remote(description, false);
    }

    /** A candidate of the other side that came after its description. Without ICE it is ignored. */
    @OnLoop
    void remoteCandidate(IceCandidate candidate);

    /** No candidate of the other side follows those that came (RFC 8838 8.2). */
    @OnLoop
    void remoteEndOfCandidates();

    /** This host's addresses may have changed: told by {@link Listener#interrupted} when the way's own is gone. */
    @OnLoop
    void networkChanged();

    /**
     * The other side may be gone: when nothing is heard of it for ten seconds from now on, {@link Listener#interrupted}
     * tells, or, without ICE, {@link Listener#failed}.
     */
    @OnLoop
    default void doubt() {}

    /**
     * Begins anew with fresh ICE credentials (RFC 8445 9), while packets go on along the old way; told by
     * {@link Listener#localReady}. Without ICE nothing changes, and the same is told again.
     */
    @OnLoop
    void restart();

    /**
     * Hands over what came in since the last time. A flood is cut into portions.
     *
     * @return how many datagrams were read, those dropped included
     */
    int drain(PacketHandler handler);

    /**
     * Sends a packet on RTP's way.
     *
     * @return false when it was not sent: nobody to send to yet, or the network refused
     */
    boolean sendRtp(byte[] data, int offset, int length);

    /** Sends a packet on RTCP's way, which is RTP's when both sides multiplex (RFC 5761). */
    boolean sendRtcp(byte[] data, int offset, int length);

    /** The way of RTP now; null before there is one, and without ICE. From any thread. */
    default @Nullable MediaPath way() {
        return null;
    }

    /** Gives the sockets back. From any thread; does nothing the second time. No fact is told after it. */
    @Override
    void close();

    /**
     * What a description says about this side's transport.
     *
     * @param rtp where RTP is received; with ICE, the default candidate
     * @param rtcp where RTCP is received; null when only on RTP's port
     * @param rtcpMux true when RTP and RTCP may share RTP's port
     * @param ice null without ICE
     */
    record Local(
            Endpoint rtp,
            @Nullable Endpoint rtcp,
            boolean rtcpMux,
            @Nullable IceDescription ice) {}

    /** The facts of a transport. All methods may be called from any thread. */
    interface Listener {

        /** The sockets are open, candidates are gathered. Again after a restart. */
        void localReady(Local local);

        /** A candidate was found after {@link #localReady}. */
        void localCandidate(IceCandidate candidate);

        /** Packets can be sent. Told for each description that changes the way, and when ICE finds a better one. */
        void connected();

        /** No candidate follows those told. Not told when the description said so already. */
        void endOfCandidates();

        /** The way is lost, and nothing is sent any more; {@link MediaTransport#restart} may find another. */
        void interrupted(Failure failure);

        /** Something is not as configured: a server that cannot be used. */
        void warning(Failure failure);

        /** There is no way, or it was lost for good. The transport remains to be closed. */
        void failed(Failure failure);
    }
}
