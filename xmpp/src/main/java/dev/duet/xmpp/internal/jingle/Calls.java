package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.jingle.JingleModel.Sides;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Outbox;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0280.Carbon;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import dev.duet.xmpp.internal.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
 * The calls of one account: finds the session for what comes, and begins those that are new. Calls that were taken
 * outlive their sign-in: in the next one, if it is of the same full JID, they go on, since media do, and the other side
 * knows them by that JID (XEP-0166 6.7).
 *
 * <p>Who may know that we are here may call with session-initiate at once. A stranger must propose first, which rings
 * here but tells nothing back before the user takes the call (XEP-0353 7); a session-initiate out of the blue gets the
 * error of a client without Jingle.
 */
@OnLoop
public final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final int REMEMBERED = 200;

    /** How long after a call's end its last stanzas may come: the answer to what ended it, and what crossed that. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(40);

    /** Calls that ring at a time: a flood is bounded, calls that were taken are not. */
    private static final int MOST_RINGING = 50;

    private static final String STANZA_ID = "jm-";

    private final Map<String, JingleLeg> legs = new LinkedHashMap<>();
    private final Map<String, LegTrace> traced = new HashMap<>(); // of calls that are over
    private final List<JingleLeg> partings = new ArrayList<>();
    private final List<Runnable> words = new ArrayList<>();
    private Parts parts;
    private boolean adrift;
    private final Set<String> over = Newest.set(REMEMBERED);

    /**
     * What calls need of their sign-in.
     *
     * @param mayKnow who may know that we are here
     * @param has whether a device is known to have a feature
     */
    public record Parts(
            Outbox out,
            Iqs iqs,
            Loop loop,
            Address.Xmpp self,
            LinkListener listener,
            Predicate<Address.Xmpp> mayKnow,
            BiPredicate<Address.Xmpp, String> has) {}

    /** No calls yet. */
    public Calls(Parts parts) {
        this.parts = parts;
    }

    /** There is another sign-in. Calls go on if it is of the same device. */
    public void adopt(Parts newParts) {
        boolean same = parts.self.equals(newParts.self);
        parts = newParts;
        if (!same) {
            partings.clear();
            words.clear();
            lose(leg -> true, "The server gave this device another name, which the other side does not know");
        }
    }

    /** What waits may be said, in the sign-in that was adopted. */
    public void goOn() {
        adrift = false;
        List.copyOf(partings).forEach(leg -> leg.errands().goOn(this));
        partings.clear();
        List.copyOf(words).forEach(Runnable::run);
        words.clear();
        List.copyOf(legs.values()).forEach(leg -> leg.errands().goOn(this));
    }

    boolean isAdrift() {
        return adrift;
    }

    Loop loop() {
        return parts.loop;
    }

    /**
     * Begins a call: to a device that knows nothing of proposals with session-initiate, else with a proposal to the
     * person, which rings all devices.
     */
    public CallLeg dial(Address.Xmpp target, CallLeg.Listener listener) {
        boolean propose = target.isBare() || parts.has.test(target, CallMessage.NAMESPACE);
        String sid = UUID.randomUUID().toString();
        Sides sides = new Sides(Party.INITIATOR, sid, parts.self, propose ? target.bare() : target, propose, true);
        JingleLeg leg = begun(JingleModel.of(sides, Phase.NEW));
        leg.listener(listener);
        leg.feed(new JingleInput.Begin());
        loop().execute(leg.wire()::settle);
        return leg;
    }

    private JingleLeg begun(JingleModel model) {
        JingleLeg leg = new JingleLeg(this, model);
        legs.put(leg.id(), leg);
        return leg;
    }

    // --- what comes

    /** Takes a request whose one child is a Jingle element. */
    public void request(Xml iq, Xml element) {
        Address.Xmpp from = Jids.read(iq.attribute("from"));
        LegTrace wire = wire(element.attribute("sid", ""));
        if (wire != null) {
            wire.came(iq);
        }
        try {
            Jingle jingle = Jingle.read(element);
            JingleLeg leg = legs.get(jingle.sid());
            if (from != null && leg != null && leg.model().who().peer().equals(from)) {
                leg.feed(new JingleInput.Got(jingle, from), iq);
                leg.errands().heard(this);
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
        JingleLeg leg = arrived(jingle.sid(), from, iq);
        leg.feed(new JingleInput.Got(jingle, from), iq);
    }

    /** Takes a message, if it is about a call. One that was stored on the way rings no more. */
    public boolean message(Xml message) {
        if (message.attribute("type", "").equals("error")) {
            return bounced(message);
        }
        Carbon carbon = Carbon.claims(message) ? Carbon.read(message, parts.self) : null;
        if (carbon == null && Carbon.claims(message)) {
            return false;
        }
        Xml said = carbon == null ? message : carbon.message();
        boolean isCall = CallMessage.isIn(said);
        if (isCall) {
            Xml element = said.childIn(CallMessage.NAMESPACE);
            LegTrace wire = element == null ? null : wire(element.attribute("id", ""));
            if (wire != null) {
                wire.came(message);
            }
        }
        if (isCall && !said.has("delay", Messages.DELAY)) {
            heard(said, carbon != null && carbon.sent());
        }
        return isCall;
    }

    /** Takes a message about a call; an own one when another device of the user's sent it. */
    private void heard(Xml message, boolean own) {
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
                    proposed(said, sender, message);
                }
            } else if (leg != null && (ours || leg.model().who().peer().bare().equals(sender.bare()))) {
                leg.feed(new JingleInput.Heard(said, sender, ours));
            }
        } catch (JingleException e) {
            LOG.debug("Ignored a malformed message about a call: {}", e.getMessage());
        }
    }

    private void proposed(CallMessage proposal, Address.Xmpp from, Xml message) {
        if (!proposal.media().contains("audio") || tooManyRing()) {
            LOG.debug("Ignored a proposal that is none of a call with sound, or one too many");
            return;
        }
        if (yieldsTo(from, proposal.id()) == Tie.WON) {
            say(CallMessage.yielding(CallMessage.Kind.REJECT, proposal.id()), from.bare());
            return;
        }
        arrived(proposal.id(), from, message).tell(new Fact.Proposed());
    }

    private boolean tooManyRing() {
        return legs.values().stream().filter(leg -> leg.model().isRinging()).count() >= MOST_RINGING;
    }

    /** A call came, with a request or, proposed, with a message. */
    private JingleLeg arrived(String sid, Address.Xmpp from, Xml stanza) {
        boolean proposed = stanza.name().equals("message");
        Sides sides = new Sides(Party.RESPONDER, sid, parts.self, from, proposed, parts.mayKnow.test(from));
        JingleLeg leg = begun(JingleModel.of(sides, proposed ? Phase.PROPOSED : Phase.NEW));
        leg.wire().came(stanza);
        leg.listener(parts.listener.incoming(leg, from.bare(), ""));
        loop().execute(leg.wire()::settle); // after what the call does with the leg
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
    private boolean bounced(Xml message) {
        String id = message.attribute("id", "");
        if (!id.startsWith(STANZA_ID)) {
            return false;
        }
        Address.Xmpp from = Jids.read(message.attribute("from"));
        String[] named = id.substring(STANZA_ID.length()).split("-", 2);
        LegTrace wire = named.length < 2 ? null : wire(named[1]);
        if (wire != null) {
            wire.came(message, named[0]);
        }
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

    /**
     * A device went offline. What was not taken yet is over. Of a call that was, media decide: the device may have lost
     * its server and nothing else (XEP-0166 6.7).
     */
    public void unavailable(Address.Xmpp device) {
        for (JingleLeg leg : with(device)) {
            if (leg.model().phase() == Phase.ACTIVE) {
                leg.errands().gone();
                leg.tell(new Fact.Doubted());
            } else {
                leg.feed(new JingleInput.Lost(Reasons.offline(leg.model())));
            }
        }
    }

    /** A device is there. */
    public void available(Address.Xmpp device) {
        with(device).forEach(leg -> leg.errands().present(this));
    }

    private List<JingleLeg> with(Address.Xmpp device) {
        return legs.values().stream()
                .filter(leg -> !device.isBare() && leg.model().who().peer().equals(device))
                .toList();
    }

    /** The sign-in is over, and another may follow. Calls that were taken wait for it, the others are over. */
    public void cutOff(Failure failure) {
        if (!adrift) {
            adrift = true;
            lose(leg -> leg.model().phase() != Phase.ACTIVE, failure.message());
            legs.values().forEach(leg -> leg.errands().hold());
        }
    }

    /** No sign-in follows: all calls are over, with a word to the other side when we are leaving. */
    public void end(Failure failure) {
        if (failure.kind() == Failure.Kind.CLOSED) {
            EndReason closed = new EndReason(Kind.CLOSED, By.LOCAL, failure.message(), null);
            List.copyOf(legs.values()).forEach(leg -> leg.feed(new JingleInput.End(closed)));
        } else {
            lose(leg -> true, failure.message());
        }
        partings.clear();
        words.clear();
    }

    private void lose(Predicate<JingleLeg> which, String why) {
        List.copyOf(legs.values()).stream()
                .filter(which)
                .forEach(leg -> leg.feed(new JingleInput.Lost(Reasons.lost(leg.model(), By.NETWORK, why))));
    }

    /** True when calls, or words about their end, need a sign-in of the same device. */
    public boolean isWaiting() {
        return !legs.isEmpty() || !partings.isEmpty();
    }

    // --- what legs do

    void over(JingleLeg leg) {
        legs.remove(leg.id());
        over.add(leg.id());
        if (leg.wire().isOpen()) {
            traced.put(leg.id(), leg.wire());
            loop().schedule(AFTERWARDS, () -> traced.remove(leg.id(), leg.wire()));
        }
        if (adrift) {
            partings.add(leg);
        }
    }

    /** What goes over the wire for a call, also for one that was over not long ago; null when nobody looks at it. */
    private @Nullable LegTrace wire(String sid) {
        JingleLeg leg = legs.get(sid);
        return leg == null ? traced.get(sid) : leg.wire();
    }

    void reply(Xml iq, @Nullable JingleError error) {
        Xml answer = error != null
                ? error.reply(iq)
                : Xml.element("iq", Xml.CLIENT)
                        .attribute("type", "result")
                        .attribute("id", iq.attribute("id"))
                        .attribute("to", iq.attribute("from"))
                        .build();
        Xml asked = iq.child("jingle", Jingle.NAMESPACE);
        LegTrace wire = asked == null ? null : wire(asked.attribute("sid", ""));
        if (parts.out.send(answer) && asked != null && wire != null) {
            wire.answered(answer, asked.attribute("action", ""));
        }
    }

    /**
     * Sends a request of a session.
     *
     * @param again when the other side may have had the same before
     */
    void request(JingleLeg leg, Jingle jingle, boolean again, Consumer<@Nullable Failure> outcome) {
        Address.Xmpp to = leg.model().who().peer();
        Xml sent = parts.iqs.set(to, jingle.write(), answer -> {
            if (answer.stanza() != null) {
                leg.wire().came(answer.stanza(), jingle.action().wire());
            }
            outcome.accept(answer.failure());
        });
        if (sent != null) {
            leg.wire().sent(sent, again);
        }
    }

    void say(CallMessage message, Address.Xmpp to) {
        if (adrift) {
            words.add(() -> say(message, to));
            return;
        }
        Xml stanza = message.write(to, stanzaId(message.kind(), message.id()));
        LegTrace wire = wire(message.id());
        if (parts.out.send(stanza) && wire != null) {
            wire.sent(stanza, false);
        }
    }

    private static String stanzaId(CallMessage.Kind kind, String id) {
        return STANZA_ID + kind.name().toLowerCase(Locale.ROOT) + "-" + id;
    }
}
