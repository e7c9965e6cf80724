package dev.duet.examples.bench.yardstick;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.TooManyListenersException;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ContactHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * The least that takes a call with JAIN-SIP as it is: 180 and 200 at once, with a description that is always the same,
 * and 200 to BYE. With the settings under which it is at its best: threads that are bounded, and receive buffers that
 * are no larger than what comes.
 */
public final class BareJainSip implements SipListener {

    private static final String DESCRIPTION =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n"
                    + "a=rtpmap:0 PCMU/8000\r\n";

    private final SipProvider provider;
    private final ContactHeader contact;
    private int tags;

    private BareJainSip(int port) throws SipException, InvalidArgumentException, TooManyListenersException {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "bare");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "2");
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "8192");
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "4194304");
        properties.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", "4194304");
        // Its own loggers want log4j.
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", "dev.duet.sip.internal.stack.JainLogger");
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", "dev.duet.sip.internal.stack.JainServerLogger");
        SipStack stack = SipFactory.getInstance().createSipStack(properties);
        ListeningPoint point = stack.createListeningPoint("127.0.0.1", port, ListeningPoint.UDP);
        provider = stack.createSipProvider(point);
        try {
            contact = new HeaderFactoryImpl()
                    .createContactHeader(
                            new AddressFactoryImpl().createAddress("<sip:bare@127.0.0.1:" + point.getPort() + ">"));
        } catch (java.text.ParseException e) {
            throw new IllegalStateException("No contact", e);
        }
        provider.addSipListener(this);
    }

    /** Takes calls at that port of 127.0.0.1 for as long as the JVM lives. */
    public static void start(int port) {
        try {
            new BareJainSip(port);
        } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
            throw new IllegalStateException("JAIN-SIP does not start", e);
        }
    }

    @Override
    public void processRequest(RequestEvent event) {
        Request request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        try {
            ServerTransaction transaction = event.getServerTransaction();
            if (transaction == null) {
                transaction = provider.getNewServerTransaction(request);
            }
            if (request.getMethod().equals(Request.INVITE)) {
                String tag = "bare" + next();
                transaction.sendResponse(response(Response.RINGING, request, tag));
                Response ok = response(Response.OK, request, tag);
                ok.setContent(
                        DESCRIPTION.getBytes(StandardCharsets.UTF_8),
                        new HeaderFactoryImpl().createContentTypeHeader("application", "sdp"));
                transaction.sendResponse(ok);
            } else {
                transaction.sendResponse(new MessageFactoryImpl().createResponse(Response.OK, request));
            }
        } catch (SipException | InvalidArgumentException | java.text.ParseException e) {
            throw new IllegalStateException("Cannot answer " + request.getMethod(), e);
        }
    }

    private Response response(int status, Request request, String tag) throws java.text.ParseException {
        Response response = new MessageFactoryImpl().createResponse(status, request);
        ((ToHeader) response.getHeader(ToHeader.NAME)).setTag(tag);
        response.setHeader((ContactHeader) contact.clone());
        return response;
    }

    private synchronized int next() {
        return ++tags;
    }

    @Override
    public void processResponse(ResponseEvent event) {}

    @Override
    public void processTimeout(TimeoutEvent event) {}

    @Override
    public void processIOException(IOExceptionEvent event) {}

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
