package dev.duet.sandbox.internal.xmpp.net;

import dev.duet.sandbox.internal.xmpp.sasl.ChannelBinding;
import dev.duet.sandbox.internal.xmpp.sasl.SaslFailure;
import dev.duet.sandbox.internal.xmpp.sasl.TokenStore;
import dev.duet.sandbox.internal.xmpp.stanza.InvalidJidException;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.xep0198.ManagedOutlet;
import dev.duet.sandbox.internal.xmpp.xep0280.Carbons;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The profile of XEP-0388, around that of RFC 6120: one exchange that may bring a session along. */
final class ExtensibleExchange {

    static final String NAMESPACE = "urn:xmpp:sasl:2";
    static final String BIND = "urn:xmpp:bind:0";

    private static final Duration LIFE = Duration.ofDays(21);

    private final StreamSettings settings;
    private final SaslExchange exchange;
    private final List<String> offered;
    private final TokenStore tokens;
    private final ChannelBinding channel;
    private @Nullable Element request;

    ExtensibleExchange(
            StreamSettings settings,
            SaslExchange exchange,
            List<String> offered,
            TokenStore tokens,
            ChannelBinding channel) {
        this.settings = settings;
        this.exchange = exchange;
        this.offered = offered;
        this.tokens = tokens;
        this.channel = channel;
    }

    /**
     * What to do next.
     *
     * @param element what to send; the beginning of a success if there is a user
     * @param user who has signed in; null unless all is well
     * @param request what was asked in the beginning; null unless all is well
     */
    record Reply(
            Element element,
            @Nullable String user,
            @Nullable Element request) {}

    /** What is offered on a stream like this; null for nothing. */
    static @Nullable Element offer(StreamSettings settings, List<String> offered, ChannelBinding channel) {
        if (settings.without().contains("XEP-0388") || offered.isEmpty()) {
            return null;
        }
        Element offer = Element.of(NAMESPACE, "authentication");
        for (String name : offered) {
            offer = offer.with(Element.of(NAMESPACE, "mechanism").withText(name));
        }
        Element inline = Element.of(NAMESPACE, "inline");
        if (!settings.without().contains("XEP-0386")) {
            Element more = Element.of(BIND, "inline");
            if (!settings.without().contains("XEP-0280")) {
                more = more.with(Element.of(BIND, "feature").with("var", Carbons.NAMESPACE));
            }
            if (!settings.resumption().isZero()) {
                more = more.with(Element.of(BIND, "feature").with("var", ManagedOutlet.NAMESPACE));
            }
            inline = inline.with(Element.of(BIND, "bind").with(more));
        }
        if (!settings.resumption().isZero()) {
            inline = inline.with(Element.of(ManagedOutlet.NAMESPACE, "sm"));
        }
        if (hasTokens(settings, channel)) {
            Element fast = Element.of(TokenStore.NAMESPACE, "fast");
            for (String name : TokenStore.MECHANISMS) {
                fast = fast.with(Element.of(TokenStore.NAMESPACE, "mechanism").withText(name));
            }
            inline = inline.with(fast);
        }
        return offer.with(inline);
    }

    private static boolean hasTokens(StreamSettings settings, ChannelBinding channel) {
        return !settings.without().contains("XEP-0484") && channel.endPoint() != null;
    }

    Reply take(Element element) {
        if (!element.name().equals("authenticate")) {
            String name = element.name().equals("response") ? "response" : "abort";
            return translated(exchange.take(classic(name, element.text())));
        }
        request = element;
        String mechanism = element.attribute("mechanism", "");
        String first = element.child(NAMESPACE, "initial-response")
                .map(response -> response.text().isEmpty() ? "=" : response.text())
                .orElse("");
        if (element.has(TokenStore.NAMESPACE, "fast")) {
            return byToken(element, mechanism, first);
        }
        return offered.contains(mechanism)
                ? translated(exchange.take(classic("auth", first).with("mechanism", mechanism)))
                : refused(SaslFailure.INVALID_MECHANISM);
    }

    private static Element classic(String name, String text) {
        Element element = Element.of(Ns.SASL, name);
        return name.equals("abort")
                ? element
                : element.withText(text.isEmpty() && name.equals("response") ? "=" : text);
    }

    private Reply translated(SaslExchange.Reply reply) {
        Element element = reply.element();
        if (reply.user() != null) {
            Element success = Element.of(NAMESPACE, "success");
            return new Reply(
                    element.text().isEmpty() ? success : success.with(data(element.text())), reply.user(), request);
        }
        return new Reply(
                element.name().equals("failure")
                        ? Element.of(NAMESPACE, "failure").with(element.elements())
                        : Element.of(NAMESPACE, "challenge").withText(element.text()),
                null,
                null);
    }

    private static Element data(String text) {
        return Element.of(NAMESPACE, "additional-data").withText(text);
    }

    private static Reply refused(SaslFailure condition) {
        return new Reply(Element.of(NAMESPACE, "failure").with(Element.of(Ns.SASL, condition.wire())), null, null);
    }

    private Reply byToken(Element element, String mechanism, String first) {
        byte[] endPoint = channel.endPoint();
        if (!hasTokens(settings, channel) || endPoint == null || !TokenStore.MECHANISMS.contains(mechanism)) {
            return refused(SaslFailure.INVALID_MECHANISM);
        }
        byte[] message;
        try {
            message = Base64.getDecoder().decode(first);
        } catch (IllegalArgumentException e) {
            return refused(SaslFailure.INCORRECT_ENCODING);
        }
        int end = 0;
        while (end < message.length && message[end] != 0) {
            end++;
        }
        if (end == message.length) {
            return refused(SaslFailure.MALFORMED_REQUEST);
        }
        String user;
        try {
            user = Jid.prepareLocal(new String(message, 0, end, StandardCharsets.UTF_8));
        } catch (InvalidJidException e) {
            return refused(SaslFailure.NOT_AUTHORIZED);
        }
        byte[] proof = Arrays.copyOfRange(message, end + 1, message.length);
        byte[] binding = mechanism.endsWith("-NONE") ? new byte[0] : endPoint;
        byte[] answer = tokens.check(user, agent(element), mechanism, proof, binding);
        if (answer == null) {
            return refused(SaslFailure.NOT_AUTHORIZED);
        }
        Element success =
                Element.of(NAMESPACE, "success").with(data(Base64.getEncoder().encodeToString(answer)));
        return new Reply(success, user, element);
    }

    private static String agent(Element request) {
        return request.child(NAMESPACE, "user-agent")
                .map(agent -> agent.attribute("id", ""))
                .orElse("");
    }

    /** The token that goes with a success: one that was asked for, and another with each that is used. */
    @Nullable
    Element token(String user, Element from) {
        String agent = agent(from);
        Element wish = from.child(TokenStore.NAMESPACE, "request-token").orElse(null);
        Element used = from.child(TokenStore.NAMESPACE, "fast").orElse(null);
        boolean spent = used != null && List.of("1", "true").contains(used.attribute("invalidate", ""));
        if (spent) {
            tokens.revoke(user, agent);
        }
        String mechanism = wish != null
                ? wish.attribute("mechanism", "")
                : used != null && !spent ? from.attribute("mechanism", "") : "";
        if (agent.isEmpty() || !hasTokens(settings, channel) || !TokenStore.MECHANISMS.contains(mechanism)) {
            return null;
        }
        return Element.of(TokenStore.NAMESPACE, "token")
                .with("token", tokens.issue(user, agent, mechanism))
                .with(
                        "expiry",
                        Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
