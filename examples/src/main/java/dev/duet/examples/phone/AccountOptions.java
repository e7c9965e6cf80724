package dev.duet.examples.phone;

import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.Endpoint;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig;
import dev.duet.model.TransferRules;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who the user is and how to sign in. */
final class AccountOptions {

    @Option(names = "--xmpp", paramLabel = "JID", description = "Sign in by XMPP as JID, such as alice@example.com.")
    private @Nullable String xmpp;

    @Option(
            names = "--xmpp-password",
            paramLabel = "P",
            description = "Better kept out of sight: in DUET_XMPP_PASSWORD, in --config, or typed when asked.")
    private @Nullable String xmppPassword;

    @Option(
            names = "--xmpp-server",
            paramLabel = "H:PORT",
            description = "Where the server is; found by DNS unless given. \"H:PORT;tls=starttls|direct|none\""
                    + " tells how the connection is protected, by STARTTLS unless told otherwise;"
                    + " \"wss://H:PORT/PATH\" goes by WebSocket.")
    private @Nullable String xmppServer;

    @Option(
            names = "--xmpp-fallback",
            description = "Where no XMPP server is reached by TCP, ask the domain by HTTPS for a WebSocket.")
    private boolean xmppFallback;

    @Option(
            names = "--xmpp-plain",
            description = "Let the XMPP server have the password itself, inside TLS, when it can check it in no better"
                    + " way.")
    private boolean xmppPlain;

    @Option(names = "--sip", paramLabel = "URI", description = "Sign in by SIP as URI, such as sip:alice@example.com.")
    private @Nullable String sip;

    @Option(
            names = "--sip-password",
            paramLabel = "P",
            description = "Better kept out of sight: in DUET_SIP_PASSWORD, in --config, or typed when asked.")
    private @Nullable String sipPassword;

    @Option(
            names = "--sip-server",
            paramLabel = "\"H:PORT[,H:PORT...];transport=udp|tcp|tls|ws|wss|sctp\"",
            description = "Where the server is; found by DNS unless given. TLS unless told otherwise. Of several a"
                    + " connection is kept to each, and others stand in for one that dies.")
    private @Nullable String sipServer;

    @Option(names = "--sip-user", paramLabel = "NAME", description = "The name for digest, when it is not URI's own.")
    private @Nullable String sipUser;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What others see; what stands before the @ unless given.")
    private @Nullable String name;

    @Option(
            names = "--region",
            paramLabel = "CODE",
            description = "Where you are, such as DE or US, so that telephone numbers may be written as there.")
    private @Nullable String region;

    @Option(
            names = "--trust",
            paramLabel = "CA.pem",
            description = "Trust only the certificate authorities in this file.")
    private @Nullable Path trust;

    @Option(names = "--insecure", description = "Trust every certificate. For experiments: anybody may listen.")
    private boolean insecure;

    @Option(
            names = "--accept-contacts",
            description = "Let everybody who asks see this account's presence; otherwise \"approve\" does.")
    private boolean acceptContacts;

    @Option(
            names = "--transfers",
            paramLabel = "accept|ask|reject",
            description = "What becomes of it when the other side of a call wants you to call somebody else instead:"
                    + " accept (the default), ask, or reject.")
    private @Nullable String transfers;

    @Option(names = "--delayed-offer", description = "By SIP let those who are called make the offer.")
    private boolean delayedOffer;

    @Option(
            names = "--voicemail",
            description = "Ask the SIP server what waits in your mailbox, where it does not tell by itself.")
    private boolean voicemail;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            split = ",",
            description = "Codecs, the most wanted first. Default: opus,PCMU,PCMA.")
    private @Nullable List<String> codecs;

    @Option(
            names = "--ice",
            paramLabel = "never|offered|always",
            description = "When to use ICE: never, when the peer offers it (the default), or in every call.")
    private @Nullable String ice;

    @Option(names = "--stun", paramLabel = "H:PORT", description = "A STUN server, for calls with ICE.")
    private @Nullable String stun;

    /**
     * The account.
     *
     * @throws IllegalArgumentException when the options do not make one; the message is for the user
     */
    AccountConfig config(Passwords passwords) {
        if (xmpp == null && sip == null) {
            throw new IllegalArgumentException("Who are you? Give --xmpp JID, --sip URI, or both."
                    + " \"duet-examples tour\" needs neither: it brings its own servers.");
        }
        if (insecure && trust != null) {
            throw new IllegalArgumentException("Give --trust or --insecure, not both.");
        }
        AccountConfig.Builder builder = AccountConfig.builder(displayName());
        if (sip != null) {
            builder.sip(sip(sip, passwords.of("SIP", "--sip-password", sipPassword)));
        }
        if (xmpp != null) {
            builder.xmpp(xmpp(xmpp, passwords.of("XMPP", "--xmpp-password", xmppPassword)));
        }
        if (region != null) {
            builder.region(region.toUpperCase(Locale.ROOT));
        }
        return builder.media(media())
                .acceptContacts(acceptContacts)
                .transfers(transfers())
                .build();
    }

    private TransferRules transfers() {
        TransferRules.Answer answer =
                switch (transfers == null ? "accept" : transfers) {
                    case "accept" -> TransferRules.Answer.ACCEPT;
                    case "ask" -> TransferRules.Answer.ASK;
                    case "reject" -> TransferRules.Answer.REJECT;
                    default ->
                        throw new IllegalArgumentException("--transfers is accept, ask or reject, unlike " + transfers);
                };
        TransferRules rules = TransferRules.DEFAULT.withInCall(answer);
        return answer == TransferRules.Answer.ASK ? rules.withOutOfCall(answer) : rules;
    }

    private String displayName() {
        if (name != null) {
            return name;
        }
        Address self = sip != null ? Address.sip(sip) : Address.xmpp(xmpp == null ? "" : xmpp);
        return self.text().replaceFirst("@.*", "");
    }

    private SipConfig sip(String uri, Secret password) {
        SipConfig.Builder half = SipConfig.builder(Address.sip(uri), password)
                .trust(trust())
                .delayedOffer(delayedOffer)
                .messageSummary(voicemail);
        if (sipUser != null) {
            half.authenticationName(sipUser);
        }
        if (sipServer != null) {
            List<ServerAddress> servers = ServerAddress.parseAll(sipServer, "transport");
            half.servers(servers.stream()
                    .map(server -> new Endpoint(server.host(), server.port()))
                    .toArray(Endpoint[]::new));
            half.transport(
                    switch (servers.get(0).parameter()) {
                        case "udp" -> SipConfig.Transport.UDP;
                        case "tcp" -> SipConfig.Transport.TCP;
                        case "", "tls" -> SipConfig.Transport.TLS;
                        case "ws" -> SipConfig.Transport.WS;
                        case "wss" -> SipConfig.Transport.WSS;
                        case "sctp" -> SipConfig.Transport.SCTP;
                        default ->
                            throw new IllegalArgumentException(
                                    "--sip-server: transport is udp, tcp, tls, ws, wss or sctp");
                    });
        }
        return half.build();
    }

    private XmppConfig xmpp(String jid, Secret password) {
        XmppConfig.Builder half =
                XmppConfig.builder(Address.xmpp(jid), password).trust(trust()).plainAllowed(xmppPlain);
        half.webSocketFallback(xmppFallback);
        if (xmppServer != null && xmppServer.contains("://")) {
            half.webSocket(URI.create(xmppServer));
        } else if (xmppServer != null) {
            ServerAddress server = ServerAddress.parse(xmppServer, "tls");
            XmppConfig.Encryption encryption =
                    switch (server.parameter()) {
                        case "", "starttls" -> XmppConfig.Encryption.STARTTLS;
                        case "direct" -> XmppConfig.Encryption.DIRECT_TLS;
                        case "none" -> XmppConfig.Encryption.PLAIN;
                        default -> throw new IllegalArgumentException("--xmpp-server: tls is starttls, direct or none");
                    };
            int usual = encryption == XmppConfig.Encryption.DIRECT_TLS ? 5223 : 5222;
            half.server(server.host(), server.port() == 0 ? usual : server.port());
            half.encryption(encryption);
        }
        return half.build();
    }

    private Trust trust() {
        if (insecure) {
            return Trust.insecure();
        }
        return trust == null ? Trust.system() : Trust.authorities(Files.readable(trust, "--trust"));
    }

    private MediaConfig media() {
        MediaConfig.Builder media = MediaConfig.builder();
        if (stun != null) {
            ServerAddress server = ServerAddress.parse(stun, "transport");
            media.iceServers(List.of(IceServer.stun(server.host(), server.port())));
        }
        if (codecs != null) {
            media.codecs(codecs);
        }
        MediaConfig.Ice use =
                switch (ice == null ? "offered" : ice) {
                    case "never" -> MediaConfig.Ice.NEVER;
                    case "offered" -> MediaConfig.Ice.WHEN_OFFERED;
                    case "always" -> MediaConfig.Ice.ALWAYS;
                    default -> throw new IllegalArgumentException("--ice is never, offered or always, unlike " + ice);
                };
        return media.ice(use).build();
    }
}
