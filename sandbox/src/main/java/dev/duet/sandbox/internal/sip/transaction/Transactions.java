package dev.duet.sandbox.internal.sip.transaction;

import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import dev.duet.sandbox.internal.sip.message.Via;
import dev.duet.sandbox.internal.sip.transport.Flow;
import dev.duet.sandbox.internal.sip.transport.Flows;
import dev.duet.sandbox.internal.sip.transport.Timers;
import dev.duet.sandbox.internal.sip.transport.Transport;
import dev.duet.sandbox.internal.sip.transport.Wire;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All transactions of the server. Messages given in are well formed. */
public final class Transactions {

    private static final int MAX_SERVER_TRANSACTIONS = 50_000;

    private final Timers timers;
    private final TimerValues values;
    private final Wire wire;
    private final Flows flows;
    private final TransactionUser user;
    private final Map<String, ServerTransaction> servers = new HashMap<>();
    private final Map<String, ClientTransaction> clients = new HashMap<>();

    public Transactions(Timers timers, TimerValues values, Wire wire, Flows flows, TransactionUser user) {
        this.timers = timers;
        this.values = values;
        this.wire = wire;
        this.flows = flows;
        this.user = user;
    }

    Timers timers() {
        return timers;
    }

    TimerValues values() {
        return values;
    }

    Wire wire() {
        return wire;
    }

    TransactionUser user() {
        return user;
    }

    /** Takes a request from the network. */
    public void request(SipRequest received, Flow flow) {
        SipRequest request = withSource(received, flow);
        String method = request.is("ACK") ? "INVITE" : request.method();
        ServerTransaction existing = servers.get(serverKey(request, method));
        if (request.is("ACK")) {
            acknowledge(existing, request, flow);
        } else if (existing != null) {
            existing.retransmitted();
        } else if (servers.size() < MAX_SERVER_TRANSACTIONS) {
            begin(request, flow);
        } else {
            wire.send(replyFlow(request, flow), SipResponse.to(request, 503));
        }
    }

    private void acknowledge(ServerTransaction existing, SipRequest ack, Flow flow) {
        // The ACK of a 2xx has a branch of its own (17.1.1.3), but some reuse the INVITE's: it still goes on.
        if (existing != null && existing.state() != ServerTransaction.State.ACCEPTED) {
            existing.acknowledged();
        } else {
            user.ack(ack, flow);
        }
    }

    private void begin(SipRequest request, Flow flow) {
        String key = serverKey(request, request.method());
        ServerTransaction transaction = new ServerTransaction(this, key, request, flow, replyFlow(request, flow));
        servers.put(key, transaction);
        try {
            if (request.is("CANCEL")) {
                user.cancel(transaction, Optional.ofNullable(servers.get(serverKey(request, "INVITE"))));
            } else {
                user.request(transaction);
            }
        } catch (RuntimeException e) {
            // A fault of this server must not leave the client waiting, nor the transaction behind.
            transaction.respond(SipResponse.to(request, 500).withToTag("fault"));
            throw e;
        }
    }

    private static String serverKey(SipRequest request, String method) {
        Via via = request.topVia();
        return via.branch() + '|' + Grammar.lower(via.sentBy().toString()) + '|' + method;
    }

    /** Marks the top Via with the address it came from (RFC 3261 18.2.1, RFC 3581 4). */
    public static SipRequest withSource(SipRequest request, Flow flow) {
        Via via = request.topVia();
        InetSocketAddress remote = flow.remote();
        String address = remote.getAddress().getHostAddress();
        boolean rport = via.params().has("rport");
        Via marked = rport ? via.with("rport", Integer.toString(remote.getPort())) : via;
        if (rport || !via.sentBy().host().equals(address)) {
            marked = marked.with("received", address);
        }
        Headers headers = request.headers().withFirst("Via", marked.toString());
        return request.withHeaders(headers);
    }

    /** Where responses go (RFC 3261 18.2.2, RFC 3581 4). */
    public Flow replyFlow(SipRequest request, Flow flow) {
        Via via = request.topVia();
        if (flow.transport() != Transport.UDP || via.params().has("rport")) {
            return flow;
        }
        int port = via.sentBy().port() == 0
                ? Transport.UDP.defaultPort()
                : via.sentBy().port();
        return flows.to(Transport.UDP, new InetSocketAddress(flow.remote().getAddress(), port))
                .orElse(flow);
    }

    /** Takes a response from the network. */
    public void response(SipResponse response, Flow flow) {
        String key = response.topVia().branch() + '|' + response.cseq().method();
        ClientTransaction transaction = clients.get(key);
        if (transaction == null) {
            user.stray(response, flow);
        } else {
            user.matched(transaction.request(), response, flow);
            transaction.received(response);
        }
    }

    /** Sends a request that already has our Via on top. */
    public ClientTransaction start(SipRequest request, Flow flow, ClientListener listener) {
        String key = request.topVia().branch() + '|' + request.method();
        ClientTransaction transaction = new ClientTransaction(this, key, request, flow, listener);
        clients.put(key, transaction);
        transaction.start();
        return transaction;
    }

    public void flowClosed(Flow flow) {
        List.copyOf(clients.values()).stream()
                .filter(t -> t.flow().equals(flow))
                .forEach(ClientTransaction::flowClosed);
    }

    void remove(ServerTransaction transaction) {
        servers.remove(transaction.key(), transaction);
    }

    void remove(ClientTransaction transaction) {
        clients.remove(transaction.key(), transaction);
    }

    /** How many transactions are alive. */
    public int size() {
        return servers.size() + clients.size();
    }
}
