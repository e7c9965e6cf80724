package dev.duet.xmpp.internal.rfc4422;

import dev.duet.model.XmppConfig;
import dev.duet.xmpp.internal.rfc5802.Scram;
import dev.duet.xmpp.internal.rfc5929.ServerEndPoint;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a mechanism: the strongest that both sides have, those that tie the exchange to the connection first.
 * PLAIN and tokens show the secret to whoever reads the stream: only where TLS protects it (RFC 6120 13.9.4). PLAIN
 * shows a password, which may be good elsewhere, too, to the server itself: only where the user said so.
 */
public final class SaslChoice {

    private static final List<String> HASHES = List.of("SHA-512", "SHA-256", "SHA-1");
    private static final String PLUS = "-PLUS";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 24;

    private SaslChoice() {}

    /**
     * What a server offers.
     *
     * @param names of mechanisms
     * @param bindings kinds of channel binding (XEP-0440); empty when it does not say
     */
    public record Offer(Collection<String> names, Collection<String> bindings) {

        /** All of it in the one way that both sides write it to compare (XEP-0474 4.1). */
        String canonical() {
            String all = String.join("\u001e", new TreeSet<>(names));
            return bindings.isEmpty() ? all : all + '\u001f' + String.join("\u001e", new TreeSet<>(bindings));
        }
    }

    /**
     * Who signs in.
     *
     * @param proof how
     * @param plainAllowed whether the server may have the password itself
     */
    public record Who(
            String user, String domain, String secret, XmppConfig.Authentication proof, boolean plainAllowed) {

        @Override
        public String toString() {
            return "Who[" + user + '@' + domain + ']';
        }
    }

    /**
     * The connection.
     *
     * @param secure whether TLS protects it
     * @param endPoint the binding {@code tls-server-end-point}; null when there is none
     */
    public record Channel(boolean secure, byte @Nullable [] endPoint) {}

    /** The mechanism to use; null when none will do. */
    public static @Nullable Mechanism choose(Offer offer, Who who, Channel channel) {
        if (who.proof() == XmppConfig.Authentication.OAUTH_TOKEN) {
            boolean offered = offer.names().contains(OAuthBearer.NAME);
            return offered && channel.secure() ? new OAuthBearer(who) : null;
        }
        if (who.proof() == XmppConfig.Authentication.CERTIFICATE) {
            boolean offered = offer.names().contains(External.NAME);
            return offered && channel.secure() ? new External(who) : null;
        }
        if (channel.endPoint() != null && offer.bindings().contains(ServerEndPoint.NAME)) {
            for (String hash : HASHES) {
                if (offer.names().contains("SCRAM-" + hash + PLUS)) {
                    Scram.Binding binding = Scram.Binding.of(ServerEndPoint.NAME, channel.endPoint());
                    return scram(hash, PLUS, who, binding, offer);
                }
            }
        }
        for (String hash : HASHES) {
            if (offer.names().contains("SCRAM-" + hash)) {
                boolean plus = offer.names().stream().anyMatch(name -> name.endsWith(PLUS));
                return scram(
                        hash,
                        "",
                        who,
                        channel.endPoint() == null || plus ? Scram.Binding.NONE : Scram.Binding.NOT_OFFERED,
                        offer);
            }
        }
        return who.plainAllowed() && plainWouldDo(offer, who, channel) ? new Plain(who) : null;
    }

    /** Whether PLAIN is all that is left to sign in with a password. */
    public static boolean plainWouldDo(Offer offer, Who who, Channel channel) {
        return channel.secure()
                && who.proof() == XmppConfig.Authentication.PASSWORD
                && offer.names().contains(Plain.NAME);
    }

    private static Mechanism scram(String hash, String plus, Who who, Scram.Binding binding, Offer offer) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        Scram exchange =
                new Scram(hash, who.user(), Base64.getEncoder().encodeToString(nonce), binding, offer.canonical());
        return new ScramMechanism("SCRAM-" + hash + plus, exchange, who.secret());
    }
}
