package dev.duet.internal.route;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which way a message goes: the way of those before it that still wait; else the way of the last one that came in; else
 * XMPP; else SIP MESSAGE. And which way it goes when that leads nowhere.
 */
public final class MessageRouting {

    private static final Set<LinkPhase> ONLINE = Set.of(LinkPhase.ONLINE);
    /** XMPP keeps what is sent in these, and sends it when it can. */
    private static final Set<LinkPhase> COMING = Set.of(LinkPhase.WAITING, LinkPhase.CONNECTING);

    private static final Set<LinkPhase> ONLINE_OR_COMING =
            Set.of(LinkPhase.ONLINE, LinkPhase.WAITING, LinkPhase.CONNECTING);

    /** Failures that say nothing about the message itself. */
    private static final Set<Failure.Kind> OF_THE_WAY = EnumSet.of(
            Failure.Kind.NETWORK,
            Failure.Kind.TLS,
            Failure.Kind.AUTHENTICATION,
            Failure.Kind.NOT_FOUND,
            Failure.Kind.TIMEOUT,
            Failure.Kind.CLOSED);

    private MessageRouting() {}

    /**
     * Where the last message came from.
     *
     * @param from its sender
     * @param byNeed true when it came by SIP since XMPP did not reach both sides then
     */
    public record LastIn(Address from, boolean byNeed) {

        public LastIn {
            Objects.requireNonNull(from, "from");
        }
    }

    /**
     * What is known when a message is sent.
     *
     * @param addresses of the person, the preferred ones first
     * @param links the configured halves
     * @param lastIn where the last message came from; null when none came
     * @param waiting the half on which messages to the same person wait; null when none do
     * @param away true when the person is known not to be there by XMPP
     */
    public record Question(
            List<Address> addresses,
            Map<Protocol, LinkPhase> links,
            @Nullable LastIn lastIn,
            @Nullable Protocol waiting,
            boolean away) {

        public Question {
            addresses = List.copyOf(addresses);
            links = Map.copyOf(links);
        }
    }

    /** The way. */
    public static Optional<Route> route(Question question) {
        Map<Protocol, LinkPhase> links = question.links;
        LastIn last = question.lastIn;
        Optional<Route> behind = behind(question);
        if (behind.isPresent()) {
            return behind;
        }
        if (last != null && links.get(last.from.protocol()) == LinkPhase.ONLINE && !isOver(last, question)) {
            return Optional.of(new Route(last.from.bare(), last.from.protocol(), "The last message came in this way"));
        }
        return by(Protocol.XMPP, ONLINE, question, "XMPP comes first for messages (RFC 7081)")
                .or(() -> by(Protocol.SIP, ONLINE, question, "XMPP does not reach them"))
                .or(() -> by(Protocol.XMPP, COMING, question, "It waits until XMPP is back"));
    }

    /** Nothing overtakes what was said before. */
    private static Optional<Route> behind(Question question) {
        if (question.waiting == null) {
            return Optional.empty();
        }
        boolean xmpp = question.waiting == Protocol.XMPP;
        return by(
                question.waiting,
                xmpp ? ONLINE_OR_COMING : ONLINE,
                question,
                "Messages before it are on their way there");
    }

    /** The need for which the other side left XMPP is over. */
    private static boolean isOver(LastIn last, Question question) {
        return last.byNeed && question.links.get(Protocol.XMPP) == LinkPhase.ONLINE && !question.away;
    }

    /** True for a failure after which another way may lead to the person. */
    public static boolean mayGoElsewhere(Protocol by, Failure failure) {
        return OF_THE_WAY.contains(failure.kind())
                || by == Protocol.SIP && failure.kind() != Failure.Kind.REFUSED; // by SIP a text may be too long
    }

    /**
     * The way of a message that the way before did not take: the other half, if it is online; and back to XMPP, where
     * it waits, when SIP does not take it either.
     *
     * @param from the half that did not take it
     * @param tried the halves it was given to
     * @param because a part of a sentence
     */
    public static Optional<Route> instead(Question question, Protocol from, Set<Protocol> tried, String because) {
        if (from == Protocol.XMPP) {
            return tried.contains(Protocol.SIP)
                    ? Optional.empty()
                    : by(Protocol.SIP, ONLINE, question, because + ": by SIP MESSAGE instead");
        }
        return tried.contains(Protocol.XMPP)
                ? by(Protocol.XMPP, ONLINE_OR_COMING, question, because + ": it waits for XMPP again")
                : by(Protocol.XMPP, ONLINE, question, because + ": by XMPP instead");
    }

    private static Optional<Route> by(Protocol protocol, Set<LinkPhase> phases, Question question, String why) {
        LinkPhase phase = question.links.get(protocol);
        if (phase == null || !phases.contains(phase)) {
            return Optional.empty();
        }
        return question.addresses.stream()
                .filter(address -> address.protocol() == protocol)
                .findFirst()
                .map(address -> new Route(address, protocol, why));
    }
}
