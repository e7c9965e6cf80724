package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of one run of ICE (RFC 8445 7.2.2): who knows them belongs to the call. Every check is answered here,
 * on the tick, and nothing that is not signed goes further.
 */
final class IceGate {

    /** Of a candidate that a check reveals (RFC 8445 7.1.1): peer-reflexive, the best of its kind. */
    private static final long PRIORITY = 110L << 24 | 65_535L << 8;

    private final String localFragment;
    private final byte[] localKey;
    private final BooleanSupplier controlling;
    private final long tieBreaker;
    private volatile @Nullable Peer peer;

    private record Peer(String fragment, byte[] key) {}

    /**
     * A gate that knows only this side.
     *
     * @param controlling whether this side leads, as it is now
     */
    IceGate(String localFragment, String localPassword, BooleanSupplier controlling, long tieBreaker) {
        this.localFragment = localFragment;
        this.localKey = Stun.shortTermKey(localPassword);
        this.controlling = controlling;
        this.tieBreaker = tieBreaker;
    }

    /** The other side is known now. */
    void peer(String fragment, String password) {
        peer = new Peer(fragment, Stun.shortTermKey(password));
    }

    String localFragment() {
        return localFragment;
    }

    /** Null before it is known. */
    @Nullable
    String peerFragment() {
        Peer known = peer;
        return known == null ? null : known.fragment;
    }

    boolean isControlling() {
        return controlling.getAsBoolean();
    }

    /** True for a check that the other side made. */
    boolean admits(StunMessage request) {
        return !request.hasWrongFingerprint() && request.isFor(localFragment) && request.isSignedWith(localKey);
    }

    /** True for an answer that the other side gave. */
    boolean believes(StunMessage answer) {
        Peer known = peer;
        return known != null && !answer.hasWrongFingerprint() && answer.isSignedWith(known.key);
    }

    /** True when both sides want the same role, and it is the other one that must give way (RFC 8445 7.3.1.1). */
    boolean keepsRole(StunMessage request) {
        int theirs = controlling.getAsBoolean() ? Stun.ICE_CONTROLLING : Stun.ICE_CONTROLLED;
        boolean conflict = request.has(theirs);
        // Whoever has the greater number shall control: the one that controls keeps that, the other one takes it.
        boolean greater = Long.compareUnsigned(tieBreaker, request.longNumber(theirs)) >= 0;
        return conflict && greater == controlling.getAsBoolean();
    }

    /** The answer to a check. */
    byte[] success(StunMessage request, InetSocketAddress from) {
        return new StunWriter(Stun.BINDING_SUCCESS, request.transaction())
                .xorAddress(Stun.XOR_MAPPED_ADDRESS, from)
                .sign(localKey)
                .withFingerprint();
    }

    /** The answer to a check of a peer that wants our role. */
    byte[] roleConflict(StunMessage request) {
        return new StunWriter(Stun.BINDING_ERROR, request.transaction())
                .error(487, "Role Conflict")
                .sign(localKey)
                .withFingerprint();
    }

    /** A check of ours; null while the other side is unknown. */
    byte @Nullable [] check(byte[] transaction) {
        Peer known = peer;
        if (known == null) {
            return null;
        }
        return new StunWriter(Stun.BINDING_REQUEST, transaction)
                .text(Stun.USERNAME, known.fragment + ':' + localFragment)
                .number(Stun.PRIORITY, PRIORITY)
                .longNumber(controlling.getAsBoolean() ? Stun.ICE_CONTROLLING : Stun.ICE_CONTROLLED, tieBreaker)
                .sign(known.key)
                .withFingerprint();
    }
}
