package dev.duet.sip.internal.link;

import dev.duet.model.LinkConfig;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.sip.internal.call.Replies;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Transactions;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** SIP in one runtime: one JAIN-SIP stack for all accounts, made with the first. */
public final class SipStack implements ProtocolStack {

    private static final long PATIENCE_MILLIS = 1500;

    private final RuntimeContext context;
    private final ServerLocator locator = new ServerLocator();
    private final Set<SipLink> links = new LinkedHashSet<>();
    private final Flows flows;
    private @Nullable Transactions transactions;
    private boolean closed;

    /** Nothing is opened yet. */
    public SipStack(RuntimeContext context) {
        this.context = context;
        this.flows = new Flows(context.loop(), this::transactions);
    }

    @Override
    public Protocol protocol() {
        return Protocol.SIP;
    }

    @Override
    public Link link(LinkConfig config, LinkListener listener) {
        if (!(config instanceof SipConfig sip)) {
            throw new IllegalArgumentException("A SIP stack takes a SipConfig");
        }
        SipLink link = new SipLink(sip, listener, context, locator, flows, links::remove);
        links.add(link);
        return link;
    }

    @Override
    public void close() {
        CountDownLatch done = new CountDownLatch(1);
        context.loop().execute(() -> {
            end();
            done.countDown();
        });
        try {
            if (!context.loop().inLoop() && !done.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                flows.closeAll(); // the loop has ended before
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            flows.closeAll();
        }
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        links.forEach(SipLink::abandon);
        links.clear();
        flows.end();
        if (transactions != null) {
            transactions.end();
        }
    }

    private Transactions transactions() {
        Transactions made = transactions;
        if (made == null) {
            made = new Transactions(context.loop(), new Inbound());
            transactions = made;
        }
        return made;
    }

    /** Finds the account that a request or response is for. */
    private final class Inbound implements Transactions.Handler {

        @Override
        public void request(IncomingRequest incoming) {
            String method = incoming.method();
            if (method.equals(Request.CANCEL)) {
                if (links.stream().noneMatch(link -> link.dispatcher().cancelled(incoming))) {
                    incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
                }
            } else if (Dispatcher.isInDialog(incoming)) {
                boolean taken =
                        links.stream().anyMatch(link -> link.dispatcher().inDialog(incoming));
                if (!taken && incoming.transaction() != null) {
                    incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
                }
            } else if (!method.equals(Request.ACK)) {
                outside(incoming);
            }
        }

        @Override
        public boolean isOfDialog(Request request) {
            return links.stream().anyMatch(link -> link.dispatcher().knows(request));
        }

        private void outside(IncomingRequest incoming) {
            if (!(incoming.request().getRequestURI() instanceof SipURI uri)) {
                incoming.reply(Response.UNSUPPORTED_URI_SCHEME);
                return;
            }
            for (SipLink link : links) {
                if (link.dispatcher().isFor(incoming)) {
                    link.dispatcher().outside(incoming);
                    return;
                }
            }
            if (incoming.method().equals(Request.OPTIONS) && uri.getUser() == null) {
                Replies.options(incoming); // a server that looks whether anybody is here
            } else {
                incoming.reply(Response.NOT_FOUND);
            }
        }

        @Override
        public void stray(Response response) {
            links.stream().anyMatch(link -> link.dispatcher().stray(response));
        }
    }
}
