package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Failure;
import javax.sip.message.Response;

/** What comes of a request, once challenges are answered. On the loop. */
public interface Outcome {

    /** A provisional response other than 100. */
    default void provisional(Response response) {}

    /** A final response. Told once, but for the 2xx of a forked INVITE. */
    void done(Response response);

    /** There will be no response. */
    void failed(Failure failure);
}
