package dev.duet.sip.internal.stack;

import javax.sip.message.Response;

/** What comes of a request. On the loop. */
public interface ResponseListener {

    /** A response, provisional or final; for INVITE each 2xx of each branch. */
    void response(Response response);

    /** No final response in time (RFC 3261 timers B and F). */
    void timedOut();
}
