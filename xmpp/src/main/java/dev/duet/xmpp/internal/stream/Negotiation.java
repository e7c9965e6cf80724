package dev.duet.xmpp.internal.stream;

import dev.duet.model.Address;
import dev.duet.model.DuetException;
import dev.duet.model.XmppConfig;
import dev.duet.xmpp.internal.rfc4422.Mechanism;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0388.Sasl2;
import dev.duet.xmpp.internal.xep0484.FastToken;
import dev.duet.xmpp.internal.xep0484.HashedToken;
import dev.duet.xmpp.internal.xep0484.Tokens;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Objects;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.jivesoftware.smack.XMPPException;
import org.jspecify.annotations.Nullable;

/**
 * From what a server offers to a session: in one exchange where it can (XEP-0388), or else step by step (RFC 6120 6 and
 * 7, XEP-0198 5).
 */
final class Negotiation {

    private final Stream stream;
    private final SaslChoice.Who who;
    private final SaslChoice.Channel channel;
    private final Tokens tokens;
    private final Management.@Nullable Wish wish;
    private final boolean named;

    /**
     * A sign-in that begins.
     *
     * @param wish the session to go on with; null for a new one
     * @param named whether the resource has to have a name of ours
     */
    Negotiation(
            Stream stream,
            SaslChoice.Who who,
            SaslChoice.Channel channel,
            Tokens tokens,
            Management.@Nullable Wish wish,
            boolean named) {
        this.stream = stream;
        this.who = who;
        this.channel = channel;
        this.tokens = tokens;
        this.wish = wish;
        this.named = named;
    }

    /** What it needs of a stream. All of it blocks. */
    interface Stream {

        /** What the server offered last. */
        Xml features();

        /** Asks for something before we are signed in. */
        Xml askEarly(Xml request) throws SmackException, InterruptedException;

        /** Asks for something of stream management. */
        Xml ask(Xml request) throws SmackException, InterruptedException;

        /** We are let in: begins the stream anew. */
        void restart() throws SmackException, InterruptedException;

        /** Waits for what the server offers to who is signed in. */
        void awaitFeatures() throws SmackException, InterruptedException;

        /** Binds a resource. */
        Address.Xmpp bind() throws SmackException, XMPPException, InterruptedException;
    }

    /**
     * What came of it.
     *
     * @param mechanism of SASL
     * @param bound the full address; null when a session was resumed
     * @param carbons whether copies are on
     */
    record Result(String mechanism, Address.@Nullable Xmpp bound, Management management, boolean carbons) {}

    /**
     * Signs in.
     *
     * @throws DuetException when the server says no
     */
    Result run() throws SmackException, XMPPException, InterruptedException {
        Sasl2.Offer offer = Sasl2.read(stream.features());
        Result result = offer == null ? null : atOnce(offer);
        return result == null ? stepByStep() : result;
    }

    private Result stepByStep() throws SmackException, XMPPException, InterruptedException {
        String mechanism = Authentication.run(stream.features(), who, channel, stream::askEarly);
        stream.restart();
        stream.awaitFeatures();
        Management management = Management.none(-1);
        if (wish != null && offersManagement()) {
            management = Management.answered(wish, stream.ask(wish.write()));
        }
        return management.resumed() ? new Result(mechanism, null, management, false) : bind(mechanism, management);
    }

    private Result bind(String mechanism, Management before)
            throws SmackException, XMPPException, InterruptedException {
        Address.Xmpp bound = stream.bind();
        Management management = offersManagement()
                ? Management.enabled(stream.ask(Management.enable()), before.handled())
                : Management.none(before.handled());
        return new Result(mechanism, bound, management, false);
    }

    private boolean offersManagement() {
        return stream.features().has("sm", Management.NAMESPACE);
    }

    /** Null when the server offers nothing that will do in this way. */
    private @Nullable Result atOnce(Sasl2.Offer offer) throws SmackException, XMPPException, InterruptedException {
        long epoch = tokens.epoch();
        boolean certified = who.proof() == XmppConfig.Authentication.CERTIFICATE; // which a token would do without
        FastToken token = certified ? null : tokens.get();
        if (token != null && channel.secure() && offer.tokens().contains(token.mechanism())) {
            Mechanism hashed = hashed(token);
            Result result = hashed == null ? null : atOnce(hashed, token, null, epoch, offer);
            if (result != null) {
                return result;
            }
        }
        Mechanism chosen = SaslChoice.choose(
                new SaslChoice.Offer(offer.mechanisms(), Authentication.bindings(stream.features())), who, channel);
        String tokenFor =
                channel.secure() && !certified ? HashedToken.choose(offer.tokens(), channel.endPoint() != null) : null;
        return chosen == null ? null : atOnce(chosen, null, tokenFor, epoch, offer);
    }

    private @Nullable Mechanism hashed(FastToken token) {
        try {
            return new HashedToken(token, who.user(), channel.endPoint());
        } catch (IllegalArgumentException e) {
            return null; // of a connection of another kind
        }
    }

    /** Null when the server does not take the token. */
    private @Nullable Result atOnce(
            Mechanism mechanism, @Nullable FastToken used, @Nullable String tokenFor, long epoch, Sasl2.Offer offer)
            throws SmackException, XMPPException, InterruptedException {
        Sasl2.Along along = new Sasl2.Along(tokens.agent(), wish, !named, tokenFor).within(offer);
        Xml answer = stream.askEarly(Sasl2.authenticate(mechanism.name(), mechanism.first(), along, offer));
        Sasl2.Success success;
        try {
            while (answer.is("challenge", Sasl2.NAMESPACE)) {
                byte[] response = mechanism.respond(Authentication.decode(answer));
                answer = stream.askEarly(Sasl2.response(response));
            }
            if (used != null && answer.is("failure", Sasl2.NAMESPACE)) {
                tokens.discard(used);
                return null;
            }
            if (!answer.is("success", Sasl2.NAMESPACE)) {
                throw new DuetException(SignInFailures.sasl(answer, who.proof()));
            }
            success = Sasl2.success(answer, along, offer);
            mechanism.succeed(success.data());
        } catch (IllegalArgumentException e) {
            if (used != null) {
                tokens.discard(used); // the password asks more of a server
            }
            throw new SmackSaslException("Bad message of the server in " + mechanism.name() + ": " + e.getMessage());
        }
        if (success.token() != null) {
            String good = used != null ? used.mechanism() : Objects.requireNonNullElse(along.tokenFor(), "");
            if (HashedToken.isOne(good)) {
                tokens.put(new FastToken(good, success.token()), epoch);
            }
        }
        return session(mechanism.name(), success);
    }

    private Result session(String mechanism, Sasl2.Success success)
            throws SmackException, XMPPException, InterruptedException {
        Management management = Objects.requireNonNullElse(success.management(), Management.none(-1));
        if (management.resumed()) {
            return new Result(mechanism, null, management, false); // what is offered may go without saying then
        }
        stream.awaitFeatures();
        if (success.bound() == null) {
            return bind(mechanism, management);
        }
        // what could not come along with the resource is asked for behind it
        if (!management.on() && !success.managed() && offersManagement()) {
            management = Management.enabled(stream.ask(Management.enable()), management.handled());
        }
        return new Result(mechanism, success.bound(), management, success.carbons());
    }
}
