package dev.duet.sip.internal.stack;

import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetSocketAddress;
import java.text.ParseException;
import javax.sip.header.Header;
import javax.sip.header.TimeStampHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

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
        SIPRequest asked = (SIPRequest) request;
        SIPResponse response = new SIPResponse();
        try {
            response.setStatusCode(status);
            response.setReasonPhrase(SIPResponse.getReasonPhrase(status));
            To to = (To) asked.getTo();
            if (to.getTag() == null && status > 100) {
                to = (To) to.clone();
                to.setTag(tag);
            }
            // What both have is the same object, which nobody changes: JAIN-SIP would copy it deeply.
            response.setHeader(asked.getViaHeaders());
            response.setHeader(asked.getFrom());
            response.setHeader(to);
            response.setHeader((Header) asked.getCallId());
            response.setHeader((Header) asked.getCSeq());
            Header timestamp = asked.getHeader(TimeStampHeader.NAME);
            if (timestamp != null) {
                response.setHeader(timestamp); // RFC 3261 8.2.6.1
            }
            RecordRouteList routes = asked.getRecordRouteHeaders();
            if (routes != null && status / 100 <= 2 && status > 100 && asked.getToTag() == null) {
                response.setHeader(routes); // RFC 3261 12.1.1
            }
            return response;
        } catch (ParseException e) {
            throw new IllegalArgumentException("No such response: " + status, e);
        }
    }

    /** Sends a response again that is sent until it is acknowledged. */
    public void again(Response response) {
        port.sendAgain(this, response);
    }

    /** Answers it. An answer that can no longer be sent is dropped. */
    public void reply(Response response) {
        if (transaction == null) {
            return;
        }
        port.answer(transaction, response);
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
