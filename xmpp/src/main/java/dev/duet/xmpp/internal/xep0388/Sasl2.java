package dev.duet.xmpp.internal.xep0388;

import dev.duet.model.Address;
import dev.duet.model.Secret;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0280.Carbon;
import dev.duet.xmpp.internal.xep0484.FastToken;
import dev.duet.xmpp.internal.xep0484.HashedToken;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of XEP-0388, and of what may come inside them: Bind 2 (XEP-0386), stream management (XEP-0198 9) and tokens
 * (XEP-0484). Pure.
 */
public final class Sasl2 {

    /** The namespace. */
    public static final String NAMESPACE = "urn:xmpp:sasl:2";

    private static final String BIND = "urn:xmpp:bind:0";
    private static final String TAG = "Duet";

    private Sasl2() {}

    /**
     * What a server offers.
     *
     * @param mechanisms of SASL, tokens apart
     * @param binds whether a resource can be had along with the sign-in
     * @param withBinding what can be switched on along with that
     * @param resumes whether a session can be resumed along with the sign-in
     * @param tokens the mechanisms for which there are tokens
     */
    public record Offer(
            List<String> mechanisms, boolean binds, Set<String> withBinding, boolean resumes, List<String> tokens) {}

    /** What the features of a stream offer; null without XEP-0388. */
    public static @Nullable Offer read(Xml features) {
        Xml offer = features.child("authentication", NAMESPACE);
        if (offer == null) {
            return null;
        }
        List<String> mechanisms = texts(offer);
        Xml inline = offer.child("inline", NAMESPACE);
        Xml bind = inline == null ? null : inline.child("bind", BIND);
        Xml fast = inline == null ? null : inline.child("fast", FastToken.NAMESPACE);
        Set<String> withBinding = new LinkedHashSet<>();
        Xml more = bind == null ? null : bind.child("inline", BIND);
        if (more != null) {
            more.children("feature", BIND).forEach(feature -> withBinding.add(feature.attribute("var", "")));
        }
        return new Offer(
                mechanisms,
                bind != null,
                withBinding,
                inline != null && inline.has("sm", Management.NAMESPACE),
                fast == null ? List.of() : texts(fast));
    }

    private static List<String> texts(Xml parent) {
        return parent.children("mechanism", parent.namespace()).stream()
                .map(mechanism -> mechanism.text().strip())
                .toList();
    }

    /**
     * What is to come along with a sign-in.
     *
     * @param agent the id of this installation
     * @param wish the session to go on with; null for none
     * @param binds whether to ask for a resource of the server's making, should no session go on
     * @param tokenFor the mechanism for which to ask for a token; null not to ask
     */
    public record Along(
            String agent,
            Management.@Nullable Wish wish,
            boolean binds,
            @Nullable String tokenFor) {

        /** As much of it as the server offers. */
        public Along within(Offer offer) {
            return new Along(
                    agent,
                    offer.resumes() ? wish : null,
                    binds && offer.binds(),
                    tokenFor != null && offer.tokens().contains(tokenFor) ? tokenFor : null);
        }
    }

    /** The request to sign in. */
    public static Xml authenticate(String mechanism, byte[] first, Along along, Offer offer) {
        Xml.Builder request = Xml.element("authenticate", NAMESPACE)
                .attribute("mechanism", mechanism)
                .add(data("initial-response", first))
                .add(Xml.element("user-agent", NAMESPACE)
                        .attribute("id", along.agent())
                        .add("software", "Duet")
                        .build());
        if (along.wish() != null) {
            request.add(along.wish().write());
        }
        if (along.binds()) {
            Xml.Builder bind = Xml.element("bind", BIND).add("tag", TAG);
            if (offer.withBinding().contains(Carbon.NAMESPACE)) {
                bind.add(Xml.empty("enable", Carbon.NAMESPACE));
            }
            if (offer.withBinding().contains(Management.NAMESPACE)) {
                bind.add(Management.enable());
            }
            request.add(bind.build());
        }
        if (HashedToken.isOne(mechanism)) {
            request.add(Xml.empty("fast", FastToken.NAMESPACE));
        }
        if (along.tokenFor() != null) {
            request.add(Xml.element("request-token", FastToken.NAMESPACE)
                    .attribute("mechanism", along.tokenFor())
                    .build());
        }
        return request.build();
    }

    /** The answer to a challenge. */
    public static Xml response(byte[] data) {
        return data("response", data);
    }

    /** An element with data of SASL; here nothing is written as nothing (XEP-0388 2.3). */
    private static Xml data(String name, byte[] data) {
        return Xml.element(name, NAMESPACE)
                .text(Base64.getEncoder().encodeToString(data))
                .build();
    }

    /**
     * What the end of a sign-in brought.
     *
     * @param data the mechanism's last word; null for none
     * @param bound the full address; null when none was bound
     * @param management what was agreed about counting and resuming; null when it was not spoken of
     * @param managed whether counting was asked for along with the resource
     * @param carbons whether copies are on
     * @param token the token to sign in with next time; null when the server gave none
     */
    public record Success(
            byte @Nullable [] data,
            Address.@Nullable Xmpp bound,
            @Nullable Management management,
            boolean managed,
            boolean carbons,
            @Nullable Secret token) {}

    /**
     * Reads a success.
     *
     * @throws IllegalArgumentException when it does not fit what was asked
     */
    public static Success success(Xml success, Along along, Offer offer) {
        String data = success.textOf("additional-data").strip();
        Xml bound = success.child("bound", BIND);
        Management management = null;
        if (along.wish() != null) {
            Xml answer = success.child("resumed", Management.NAMESPACE);
            answer = answer == null ? success.child("failed", Management.NAMESPACE) : answer;
            management = answer == null ? null : Management.answered(along.wish(), answer);
        }
        boolean resumed = management != null && management.resumed();
        if (bound != null && (resumed || !along.binds())) {
            throw new IllegalArgumentException("A resource was bound that was not asked for");
        }
        if (along.binds() && bound == null && !resumed) {
            throw new IllegalArgumentException("No resource was bound");
        }
        boolean managed = bound != null && offer.withBinding().contains(Management.NAMESPACE);
        if (bound != null && managed) {
            Xml answer = bound.child("enabled", Management.NAMESPACE);
            long before = management == null ? -1 : management.handled();
            management = answer == null ? Management.none(before) : Management.enabled(answer, before);
        }
        Xml token = success.child("token", FastToken.NAMESPACE);
        String secret = token == null ? "" : token.attribute("token", "");
        return new Success(
                data.isEmpty() ? null : Base64.getDecoder().decode(data),
                bound == null ? null : address(success),
                management,
                managed,
                bound != null && offer.withBinding().contains(Carbon.NAMESPACE),
                secret.isEmpty() ? null : Secret.of(secret));
    }

    /** In the order of versions of XEP-0388: the first is the one of version 1. */
    private static Address.Xmpp address(Xml success) {
        String text = success.textOf("authorization-identifier").strip();
        Address.Xmpp address = Address.xmpp(
                text.isEmpty() ? success.textOf("authorization-identity").strip() : text);
        if (address.resource() == null) {
            throw new IllegalArgumentException("No full address in " + success.name());
        }
        return address;
    }

    /** What a success says of stream management, in the order in which it takes effect: stanzas count from there. */
    public static List<Xml> managed(Xml success) {
        List<Xml> found = new ArrayList<>();
        Xml outer = success.childIn(Management.NAMESPACE);
        Xml bound = success.child("bound", BIND);
        Xml inner = bound == null ? null : bound.childIn(Management.NAMESPACE);
        if (outer != null) {
            found.add(outer);
        }
        if (inner != null) {
            found.add(inner);
        }
        return found;
    }
}
