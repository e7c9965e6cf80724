package dev.duet.examples.peers;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.MediaConfig;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Accounts at real servers. */
final class PeerAccounts {

    private PeerAccounts() {}

    static UnaryOperator<SipConfig.Builder> at(Kamailio server, SipConfig.Transport transport) {
        return half -> half.server("127.0.0.1", server.port(transport))
                .transport(transport)
                .trust(Trust.authorities(server.authority()));
    }

    static UnaryOperator<XmppConfig.Builder> at(XmppPeer server, XmppConfig.Encryption encryption) {
        int port = encryption == XmppConfig.Encryption.DIRECT_TLS ? server.directTlsPort() : server.port();
        return half -> half.server("127.0.0.1", port)
                .encryption(encryption)
                .trust(Trust.authorities(server.authority()))
                .webSocket(server.webSocketOnly());
    }

    static Account sip(Kamailio server, String user, SipConfig.Transport transport, String... codecs) {
        return sip(user, at(server, transport), codecs);
    }

    static Account sip(String user, UnaryOperator<SipConfig.Builder> half, String... codecs) {
        AccountConfig.Builder config =
                AccountConfig.builder(user).sip(user + "@" + Kamailio.DOMAIN, Kamailio.PASSWORD, half);
        return Duet.open(
                codecs.length == 0
                        ? config.build()
                        : config.media(MediaConfig.DEFAULT.withCodecs(codecs)).build());
    }

    /** With SIPp as its server, by UDP. */
    static Account sip(Sipp server, UnaryOperator<SipConfig.Builder> more) {
        return sipp(half -> more.apply(half.server("127.0.0.1", server.port()).transport(SipConfig.Transport.UDP)));
    }

    /** Alice of a SIPp, found as is said, which keeps no presence. */
    static Account sipp(UnaryOperator<SipConfig.Builder> half) {
        return Duet.open(AccountConfig.builder("alice")
                .sip("alice@sipp.test", "secret", half)
                .media(MediaConfig.DEFAULT.withCodecs("PCMU"))
                .build());
    }

    static Account xmpp(XmppPeer server, String user, XmppConfig.Encryption encryption) {
        return Duet.open(AccountConfig.builder(user)
                .xmpp(user + "@" + XmppPeer.DOMAIN, XmppPeer.PASSWORD, at(server, encryption))
                .build());
    }

    /** With calls as configured. */
    static Account xmpp(XmppPeer server, String user, MediaConfig media) {
        return Duet.open(AccountConfig.builder(user)
                .xmpp(user + "@" + server.domain(), XmppPeer.PASSWORD, at(server, XmppConfig.Encryption.STARTTLS))
                .media(media)
                .build());
    }

    /** Waits for a future, at most half a minute. */
    static <T> T await(CompletableFuture<T> future) {
        return Futures.await(future);
    }
}
