package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc3261.OptionTags;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc5438.Cpim;
import dev.duet.sip.internal.rfc8866.Sdp;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Responses that need more than a status. */
public final class Replies {

    private Replies() {}

    /** 405 with what is allowed (RFC 3261 8.2.1). */
    public static void methodNotAllowed(IncomingRequest request) {
        request.reply(Response.METHOD_NOT_ALLOWED, "Allow", RequestBuilder.ALLOW);
    }

    /** 415 with what is understood (RFC 3261 8.2.3). */
    public static void unsupportedMediaType(IncomingRequest request, String accept) {
        request.reply(Response.UNSUPPORTED_MEDIA_TYPE, "Accept", accept);
    }

    /** True when the sender of an INVITE takes SDP in answers: it says so, or nothing (RFC 3261 20.1). */
    public static boolean takesDescriptions(Request invite) {
        return invite.getHeader("Accept") == null
                || OptionTags.in(invite, "Accept")
                        .map(range -> range.split(";", 2)[0].strip())
                        .anyMatch(Set.of(Sdp.MEDIA_TYPE, "application/*", "*/*")::contains);
    }

    /** 500 with a time to try again, by chance from 0 to 10 s (RFC 3261 14.2, RFC 3311 5.2). */
    public static void tryAgain(IncomingRequest request) {
        int seconds = ThreadLocalRandom.current().nextInt(11);
        request.reply(Response.SERVER_INTERNAL_ERROR, "Retry-After", Integer.toString(seconds));
    }

    /** 200 to OPTIONS (RFC 3261 11.2). */
    public static void options(IncomingRequest request) {
        Response response = request.response(Response.OK);
        response.setHeader(Sip.header("Allow", RequestBuilder.ALLOW));
        response.setHeader(Sip.header(
                "Accept", Sdp.MEDIA_TYPE + ", text/plain, application/im-iscomposing+xml, " + Cpim.MEDIA_TYPE));
        response.setHeader(Sip.header("Allow-Events", "presence, dialog, refer"));
        response.setHeader(Sip.header("Supported", Options.supported()));
        response.setHeader(Sip.header("Recv-Info", TrickleFragment.PACKAGE));
        request.reply(response);
    }
}
