package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Conversation;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.model.AccountConfig;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.LinkPhase;
import dev.duet.model.Message;
import dev.duet.model.Protocol;
import dev.duet.model.Trust;
import dev.duet.sandbox.wire.TcpWire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** One of two who write numbered messages to each other, behind a network of their own. */
abstract class LossSide implements AutoCloseable {

    final TcpWire wire;
    final Account account;
    final List<String> received = new CopyOnWriteArrayList<>();
    final Map<String, Stage> stages = new ConcurrentHashMap<>();
    final List<CompletableFuture<Message>> sent = new ArrayList<>();

    LossSide(XmppPeer server, String user, long seed) {
        URI web = server.webSocketOnly();
        int port = web == null ? server.port() : web.getPort();
        wire = TcpWire.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), seed);
        account = Duet.open(AccountConfig.builder(user)
                .xmpp(user + "@" + XmppPeer.DOMAIN, XmppPeer.PASSWORD, half -> half.server("127.0.0.1", wire.port())
                        .webSocket(web == null ? null : at(wire.port(), web))
                        .trust(Trust.authorities(server.authority())))
                .build());
        account.on(MessageReceived.class, event -> received.add(event.message().body()));
        account.on(
                MessageDelivery.class,
                event -> stages.put(
                        event.message().body(), event.message().delivery().stage()));
    }

    private static URI at(int port, URI web) {
        return URI.create(web.getScheme() + "://" + web.getHost() + ":" + port + web.getPath());
    }

    /** Where the two talk. */
    abstract Conversation conversation();

    /** Both are there, and see each other. */
    abstract void awaitOther();

    /** True when the other is seen here as gone. */
    abstract boolean seesNobody();

    /** Says those numbers, one a message. */
    void say(int first, int end) {
        for (int i = first; i < end; i++) {
            sent.add(conversation().send(Integer.toString(i)));
        }
    }

    boolean is(LinkPhase phase) {
        return account.link(Protocol.XMPP).state().phase() == phase;
    }

    /** Which of so many are not known to be delivered, how far they came as is known here, and whether they did. */
    List<String> underWay(int count, LossSide other) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .filter(body -> stages.get(body) != Stage.DELIVERED)
                .map(body -> body + " " + stages.get(body) + (other.received.contains(body) ? ", and is there" : ""))
                .toList();
    }

    void comeBack() {
        wire.resume();
        account.networkChanged();
        await("online").atMost(LossScript.PATIENCE).until(() -> is(LinkPhase.ONLINE));
    }

    @Override
    public void close() {
        account.close();
        wire.close();
    }
}
