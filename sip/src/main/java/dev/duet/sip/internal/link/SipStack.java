package dev.duet.sip.internal.link;

import dev.duet.model.LinkConfig;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.sip.internal.call.Replies;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Traces;
import dev.duet.sip.internal.stack.Transactions;
import dev.duet.sip.internal.transport.Sctp;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;
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
    private final Directory links = new Directory();
    private final DialogTable dialogs = new DialogTable();
    private final Traces traces;
    private final Flows flows;
    private @Nullable Transactions transactions;
    private boolean closed;

    /** Nothing is opened yet. */
    public SipStack(RuntimeContext context) {
        this(context, Sctp.ofSystem());
    }

    SipStack(RuntimeContext context, Sctp sctp) {
        this.context = context;
        this.traces = new Traces(context.loop());
        this.flows = new Flows(context.loop(), context.blocking(), sctp, this::transactions);
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
        SipLink link = new SipLink(sip, listener, context, locator, flows, dialogs, traces, links::remove);
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
        links.clear().forEach(SipLink::abandon);
        flows.end();
        if (transactions != null) {
            transactions.end();
        }
    }

    private Transactions transactions() {
        Transactions made = transactions;
        if (made == null) {
            made = new Transactions(context.loop(), traces, new Inbound());
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
                if (!cancels(incoming)) {
                    incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
                }
            } else if (Dispatcher.isInDialog(incoming)) {
                Dispatcher.inDialog(incoming, dialogs.find(incoming.request()));
            } else if (!method.equals(Request.ACK)) {
                outside(incoming);
            }
        }

        @Override
        public boolean isOfDialog(Request request) {
            return dialogs.find(request) != null;
        }

        /** The account that the INVITE came to may by now be known by another name. */
        private boolean cancels(IncomingRequest cancel) {
            SipLink named = links.find(cancel);
            return named != null && named.dispatcher().cancelled(cancel)
                    || links.all().stream().anyMatch(link -> link.dispatcher().cancelled(cancel));
        }

        private void outside(IncomingRequest incoming) {
            if (!(incoming.request().getRequestURI() instanceof SipURI uri)) {
                incoming.reply(Response.UNSUPPORTED_URI_SCHEME);
                return;
            }
            SipLink link = links.find(incoming);
            if (link != null) {
                link.dispatcher().outside(incoming);
            } else if (incoming.method().equals(Request.OPTIONS) && uri.getUser() == null) {
                Replies.options(incoming); // a server that looks whether anybody is here
            } else {
                incoming.reply(Response.NOT_FOUND);
            }
        }

        @Override
        public void stray(Response response) {
            DialogTable.User user = dialogs.find(response);
            if (user != null) {
                user.stray(response);
            }
        }
    }
}
