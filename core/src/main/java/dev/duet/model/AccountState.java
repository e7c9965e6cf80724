package dev.duet.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A snapshot of an account: the state of each half that is configured, and an honest summary.
 *
 * @param links the configured halves
 */
public record AccountState(Map<Protocol, LinkState> links) {

    public AccountState {
        if (links.isEmpty()) {
            throw new IllegalArgumentException("An account has at least one half");
        }
        links = Collections.unmodifiableMap(new EnumMap<>(links));
    }

    /** The state of one half; empty when it is not configured. */
    public Optional<LinkState> link(Protocol protocol) {
        return Optional.ofNullable(links.get(protocol));
    }

    /**
     * What the user can do, and whether it is possible now: chat, which goes by XMPP where there is that half, and
     * calls, which go by SIP where there is that half.
     */
    public List<Aspect> aspects() {
        return List.of(
                aspect(Aspect.Kind.CHAT, Protocol.XMPP, Protocol.SIP),
                aspect(Aspect.Kind.CALLS, Protocol.SIP, Protocol.XMPP));
    }

    private Aspect aspect(Aspect.Kind kind, Protocol first, Protocol other) {
        Protocol protocol = links.containsKey(first) ? first : other;
        LinkState otherHalf = protocol == first ? links.get(other) : null;
        return Aspect.of(
                kind,
                protocol,
                Objects.requireNonNull(links.get(protocol)),
                otherHalf != null && otherHalf.phase() == LinkPhase.ONLINE);
    }

    /** In what one half is protected less than the other; empty when they are alike, or not both online. */
    public List<ProtectionGap> protectionGaps() {
        return links.get(Protocol.SIP) instanceof LinkState.Online sip
                        && links.get(Protocol.XMPP) instanceof LinkState.Online xmpp
                ? ProtectionGap.between(sip.security(), xmpp.security())
                : List.of();
    }

    /** Both halves in one word. */
    public Summary summary() {
        long online = count(LinkPhase.ONLINE);
        if (online == links.size()) {
            return Summary.ONLINE;
        }
        if (online > 0) {
            return Summary.PARTLY_ONLINE;
        }
        if (count(LinkPhase.CONNECTING) + count(LinkPhase.WAITING) > 0) {
            return Summary.CONNECTING;
        }
        return count(LinkPhase.FAILED) > 0 ? Summary.FAILED : Summary.OFFLINE;
    }

    private long count(LinkPhase phase) {
        return links.values().stream().filter(state -> state.phase() == phase).count();
    }

    /** An account in one word. */
    public enum Summary {
        /** Every configured half is signed in. */
        ONLINE,
        /** One half is signed in, the other is not. */
        PARTLY_ONLINE,
        /** None is signed in, at least one tries to be. */
        CONNECTING,
        /** None is signed in or tries to, at least one cannot. */
        FAILED,
        /** Signed out by wish. */
        OFFLINE
    }
}
