package dev.duet.examples.peers;

import dev.duet.model.AccountConfig;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig.Encryption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An account of {@link NatCaller}, as words of a line.
 *
 * @param user of either server
 * @param sip true for SIP by TLS, false for XMPP
 * @param host the server's address
 * @param port the server's port
 * @param authority the server's authority, a PEM file
 * @param turnAuthority the authority of TURN servers, a PEM file
 * @param servers STUN and TURN servers
 */
record NatAccount(
        String user, boolean sip, String host, int port, Path authority, Path turnAuthority, List<IceServer> servers) {

    NatAccount {
        servers = List.copyOf(servers);
    }

    String line() {
        StringBuilder line = new StringBuilder(user);
        for (Object word : List.of(sip, host, port, authority, turnAuthority)) {
            line.append(' ').append(word);
        }
        for (IceServer server : servers) {
            line.append(' ')
                    .append(String.join(
                            ",",
                            server.kind().name(),
                            server.transport().name(),
                            server.endpoint().host(),
                            Integer.toString(server.endpoint().port()),
                            server.username(),
                            server.password() == null ? "" : server.password().reveal()));
        }
        return line.toString();
    }

    static NatAccount parse(List<String> words) {
        List<IceServer> servers = new ArrayList<>();
        for (String word : words.subList(6, words.size())) {
            String[] parts = word.split(",", -1);
            int port = Integer.parseInt(parts[3]);
            servers.add(
                    IceServer.Kind.valueOf(parts[0]) == IceServer.Kind.STUN
                            ? IceServer.stun(parts[2], port)
                            : IceServer.turn(
                                    IceServer.Transport.valueOf(parts[1]), parts[2], port, parts[4], parts[5]));
        }
        return new NatAccount(
                words.get(0),
                Boolean.parseBoolean(words.get(1)),
                words.get(2),
                Integer.parseInt(words.get(3)),
                Path.of(words.get(4)),
                Path.of(words.get(5)),
                servers);
    }

    AccountConfig config() {
        MediaConfig media = MediaConfig.builder()
                .ice(MediaConfig.Ice.ALWAYS)
                .iceServers(servers)
                .turnTrust(Trust.authorities(turnAuthority))
                .build();
        AccountConfig.Builder account =
                AccountConfig.builder(user).acceptContacts(true).media(media);
        return sip
                ? account.sip(user + "@" + Kamailio.DOMAIN, Kamailio.PASSWORD, half -> half.server(host, port)
                                .transport(SipConfig.Transport.TLS)
                                .trust(Trust.authorities(authority)))
                        .build()
                : account.xmpp(user + "@" + XmppPeer.DOMAIN, XmppPeer.PASSWORD, half -> half.server(host, port)
                                .encryption(Encryption.STARTTLS)
                                .trust(Trust.authorities(authority)))
                        .build();
    }
}
