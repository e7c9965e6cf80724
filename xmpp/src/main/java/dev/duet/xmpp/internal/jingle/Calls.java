package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.jingle.JingleModel.Sides;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import dev.duet.xmpp.internal.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one sign-in: finds the session for what comes, and begins those that are new.
 *
 * <p>Who may know that we are here may call with session-initiate at once. A stranger must propose first, which rings
 * here but tells nothing back before the user takes the call (XEP-0353 7); a session-initiate out of the blue gets the
 * error of a client without Jingle.
 */
@OnLoop
public final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final int REMEMBERED = 200;

    /** Calls that ring at a time: a flood is bounded, calls that were taken are not. */
    private static final int MOST_RINGING = 50;

    private static final String STANZA_ID = "jm-";

    private final Parts parts;
    private final Map<String, JingleLeg> legs = new HashMap<>();
    private final Set<String> over = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * What calls need of their sign-in.
     *
     * @param mayKnow who may know that we are here
     * @param has whether a device is known to have a feature
     */
    public record Parts(
            Outbox out,
            Iqs iqs,
            Address.Xmpp self,
            LinkListener listener,
            Predicate<Address.Xmpp> mayKnow,
            BiPredicate<Address.Xmpp, String> has) {}

    /** No calls yet. */
    public Calls(Parts parts) {
        this.parts = parts;
    }

    /**
     * Begins a call: to a device that knows nothing of proposals with session-initiate, else with a proposal to the
     * person, which rings all devices.
     */
    public CallLeg dial(Address.Xmpp target, CallLeg.Listener listener) {
        boolean propose = target.isBare() || parts.has.test(target, CallMessage.NAMESPACE);
        String sid = UUID.randomUUID().toString();
        Sides sides = new Sides(Party.INITIATOR, sid, parts.self, propose ? target.bare() : target, propose, true);
        JingleLeg leg = new JingleLeg(this, JingleModel.of(sides, Phase.NEW));
        legs.put(sid, leg);
        leg.listener(listener);
        leg.feed(new JingleInput.Begin());
        return leg;
    }

    // --- what comes

    /** Takes a request whose one child is a Jingle element. */
    public void request(Xml iq, Xml element) {
        Address.Xmpp from = Jids.read(iq.attribute("from"));
        try {
            Jingle jingle = Jingle.read(element);
            JingleLeg leg = legs.get(jingle.sid());
            if (from != null && leg != null && leg.model().who().peer().equals(from)) {
                leg.feed(new JingleInput.Got(jingle, from), iq);
            } else if (from == null || leg != null || jingle.action() != Action.SESSION_INITIATE) {
                reply(iq, JingleError.UNKNOWN_SESSION);
            } else {
                initiated(iq, jingle, from);
            }
        } catch (JingleException e) {
            LOG.debug("Refused a malformed Jingle request: {}", e.getMessage());
            reply(iq, JingleError.BAD_REQUEST);
        }
    }

    private void initiated(Xml iq, Jingle jingle, Address.Xmpp from) throws JingleException {
        if (over.contains(jingle.sid())) {
            reply(iq, JingleError.UNKNOWN_SESSION);
            return;
        }
        if (!parts.mayKnow.test(from) || from.isBare() || tooManyRing()) {
            reply(iq, JingleError.NOT_FOR_YOU);
            return;
        }
        Contents.read(jingle, Party.INITIATOR); // or else nobody is disturbed
        if (yieldsTo(from, jingle.sid()) == Tie.WON) {
            reply(iq, JingleError.TIE_BREAK);
            return;
        }
        JingleLeg leg = arrived(jingle.sid(), from, false);
        leg.feed(new JingleInput.Got(jingle, from), iq);
    }

    /**
     * Takes a message about a call.
     *
     * @param own true when another device of the user's sent it
     */
    public void heard(Xml message, boolean own) {
        Address.Xmpp from = Jids.read(message.attribute("from"));
        if (from == null && !own) {
            return;
        }
        Address.Xmpp sender = from == null ? parts.self.bare() : from;
        try {
            CallMessage said = CallMessage.read(message);
            if (said == null) {
                return;
            }
            boolean ours = own || sender.bare().equals(parts.self.bare());
            JingleLeg leg = legs.get(said.id());
            if (said.kind() == CallMessage.Kind.PROPOSE) {
                if (leg == null && !own && !sender.isBare() && !over.contains(said.id())) {
                    proposed(said, sender);
                }
            } else if (leg != null && (ours || leg.model().who().peer().bare().equals(sender.bare()))) {
                leg.feed(new JingleInput.Heard(said, sender, ours));
            }
        } catch (JingleException e) {
            LOG.debug("Ignored a malformed message about a call: {}", e.getMessage());
        }
    }

    private void proposed(CallMessage proposal, Address.Xmpp from) {
        if (!proposal.media().contains("audio") || tooManyRing()) {
            LOG.debug("Ignored a proposal that is none of a call with sound, or one too many");
            return;
        }
        if (yieldsTo(from, proposal.id()) == Tie.WON) {
            say(CallMessage.yielding(CallMessage.Kind.REJECT, proposal.id()), from.bare());
            return;
        }
        arrived(proposal.id(), from, true).tell(new Fact.Proposed());
    }

    private boolean tooManyRing() {
        return legs.values().stream().filter(leg -> leg.model().isRinging()).count() >= MOST_RINGING;
    }

    private JingleLeg arrived(String sid, Address.Xmpp from, boolean proposed) {
        Sides sides = new Sides(Party.RESPONDER, sid, parts.self, from, proposed, parts.mayKnow.test(from));
        JingleLeg leg = new JingleLeg(this, JingleModel.of(sides, proposed ? Phase.PROPOSED : Phase.NEW));
        legs.put(sid, leg);
        leg.listener(parts.listener.incoming(leg, from.bare(), ""));
        return leg;
    }

    private enum Tie {
        NONE,
        LOST,
        WON
    }

    /** Both sides call at once: the lower id wins (XEP-0166 7.2.16, XEP-0353 4.1). Ends our call if theirs does. */
    private Tie yieldsTo(Address.Xmpp from, String theirs) {
        for (JingleLeg leg : List.copyOf(legs.values())) {
            JingleModel model = leg.model();
            boolean same = model.initiates()
                    && model.phase() != Phase.ACTIVE
                    && !model.taken()
                    && model.who().peer().bare().equals(from.bare());
            if (same) {
                boolean won = Arrays.compareUnsigned(octets(leg.id()), octets(theirs)) < 0;
                if (won) {
                    return Tie.WON;
                }
                if (model.phase() == Phase.PROPOSED) {
                    say(CallMessage.yielding(CallMessage.Kind.RETRACT, leg.id()), from.bare());
                }
                leg.feed(new JingleInput.Lost(Reasons.tieBreak()));
                return Tie.LOST;
            }
        }
        return Tie.NONE;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes a message of type error.
     *
     * @return true when it is about a call
     */
    public boolean bounced(Xml message) {
        String id = message.attribute("id", "");
        if (!id.startsWith(STANZA_ID)) {
            return false;
        }
        Address.Xmpp from = Jids.read(message.attribute("from"));
        String proposal = stanzaId(CallMessage.Kind.PROPOSE, "");
        JingleLeg leg = id.startsWith(proposal) ? legs.get(id.substring(proposal.length())) : null;
        if (leg != null
                && from != null
                && leg.model().phase() == Phase.PROPOSED
                && leg.model().initiates()
                && from.bare().equals(leg.model().who().peer().bare())) {
            leg.feed(new JingleInput.Lost(Reasons.notBegun(StanzaErrors.failure(message))));
        }
        return true;
    }

    /** A device went offline: what it was talking about is over. */
    public void unavailable(Address.Xmpp device) {
        for (JingleLeg leg : List.copyOf(legs.values())) {
            if (leg.model().who().peer().equals(device) && !device.isBare()) {
                leg.feed(new JingleInput.Lost(lost(leg.model(), By.REMOTE, "The other side's device went offline")));
            }
        }
    }

    /** The session is over, and with it all calls: with a word to the other side when we are leaving. */
    public void end(Failure failure) {
        for (JingleLeg leg : new ArrayList<>(legs.values())) {
            leg.feed(
                    failure.kind() == Failure.Kind.CLOSED
                            ? new JingleInput.End(new EndReason(Kind.CLOSED, By.LOCAL, failure.message(), null))
                            : new JingleInput.Lost(lost(leg.model(), By.NETWORK, failure.message())));
        }
    }

    private static EndReason lost(JingleModel model, By by, String text) {
        Kind kind =
                switch (model.phase()) {
                    case ACTIVE -> Kind.MEDIA_LOST;
                    default -> model.initiates() ? Kind.UNREACHABLE : Kind.CANCELLED;
                };
        return new EndReason(kind, by, text, null);
    }

    // --- what legs do

    void over(JingleLeg leg) {
        legs.remove(leg.id());
        over.add(leg.id());
    }

    void reply(Xml iq, @Nullable JingleError error) {
        parts.out.send(
                error != null
                        ? error.reply(iq)
                        : Xml.element("iq", Xml.CLIENT)
                                .attribute("type", "result")
                                .attribute("id", iq.attribute("id"))
                                .attribute("to", iq.attribute("from"))
                                .build());
    }

    void request(Address.Xmpp to, Xml jingle, Consumer<@Nullable Failure> outcome) {
        parts.iqs.set(to, jingle, answer -> outcome.accept(answer.failure()));
    }

    void say(CallMessage message, Address.Xmpp to) {
        parts.out.send(message.write(to, stanzaId(message.kind(), message.id())));
    }

    private static String stanzaId(CallMessage.Kind kind, String id) {
        return STANZA_ID + kind.name().toLowerCase(Locale.ROOT) + "-" + id;
    }
}
