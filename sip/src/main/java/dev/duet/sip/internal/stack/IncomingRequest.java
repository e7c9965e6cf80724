package dev.duet.sip.internal.stack;

import java.net.InetSocketAddress;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that came, once: retransmissions are answered below. On the loop.
 *
 * @param request the request
 * @param transaction to answer with; null for an ACK
 * @param port where it came in
 * @param source who sent it
 */
public record IncomingRequest(
        Request request, @Nullable ServerTransaction transaction, Port port, InetSocketAddress source) {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingRequest.class);

    /** The method. */
    public String method() {
        return request.getMethod();
    }

    /** A response to it, with a new To tag unless the request has one or the response is 100. */
    public Response response(int status) {
        return response(status, Tokens.random(10));
    }

    /** A response to it with that To tag unless the request has one. */
    public Response response(int status, String tag) {
        try {
            Response response = Sip.messages().createResponse(status, request);
            ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
            if (to.getTag() == null && status > 100) {
                to.setTag(tag);
            }
            return response;
        } catch (ParseException e) {
            throw new IllegalArgumentException("No such response: " + status, e);
        }
    }

    /** Answers it. An answer that can no longer be sent is dropped. */
    public void reply(Response response) {
        if (transaction == null) {
            return;
        }
        try {
            transaction.sendResponse(response);
        } catch (SipException | InvalidArgumentException | RuntimeException e) {
            LOG.debug("Cannot answer {} with {}: {}", method(), response.getStatusCode(), e.toString());
            if (response.getStatusCode() >= 200) {
                port.forget(transaction); // which would wait for an answer for ever
            }
        }
    }

    /** Answers it without a body, with one more header. */
    public void reply(int status, String name, String value) {
        Response response = response(status);
        response.setHeader(Sip.header(name, value));
        reply(response);
    }

    /** Answers it without a body. */
    public void reply(int status) {
        reply(response(status));
    }
}
