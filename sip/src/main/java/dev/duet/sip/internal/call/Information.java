package dev.duet.sip.internal.call;

import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.rfc8866.TrickleFragment;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import dev.duet.spi.CallLeg;
import java.util.List;
import java.util.OptionalInt;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * INFO within a call (RFC 6086): candidates that follow a description (RFC 8840) are the one package understood, and
 * key presses the one use without a package.
 */
final class Information {

    private static final Logger LOG = LoggerFactory.getLogger(Information.class);
    private static final int BAD_INFO_PACKAGE = 469;

    private Information() {}

    /** Answers one, and tells what it says. */
    static void take(IncomingRequest incoming, CallLeg.Listener listener) {
        Request request = incoming.request();
        byte[] body = request.getRawContent();
        List<String> packages = Sip.values(request, "Info-Package");
        if (body == null || body.length == 0) {
            incoming.reply(Response.OK); // only asks whether the call is there
        } else if (packages.isEmpty()) {
            withoutPackage(incoming, listener);
        } else if (!packages.get(0).strip().equalsIgnoreCase(TrickleFragment.PACKAGE)) {
            Response response = incoming.response(BAD_INFO_PACKAGE);
            response.setHeader(Sip.header("Recv-Info", TrickleFragment.PACKAGE));
            incoming.reply(response);
        } else if (!isFragment(request)) {
            Replies.unsupportedMediaType(incoming, TrickleFragment.MEDIA_TYPE);
        } else {
            trickled(incoming, listener);
        }
    }

    /** RFC 6086 4.2.2: as it was before. */
    private static void withoutPackage(IncomingRequest incoming, CallLeg.Listener listener) {
        String type = mediaType(incoming.request());
        if (!KeyPress.is(type)) {
            Replies.unsupportedMediaType(incoming, KeyPress.RELAY + ", " + KeyPress.KEY);
            return;
        }
        OptionalInt key = KeyPress.parse(type, Sip.body(incoming.request()));
        if (key.isPresent()) {
            incoming.reply(Response.OK);
            listener.dtmf((char) key.getAsInt());
        } else {
            LOG.info("A key press from {} names no key", incoming.source());
            incoming.reply(Response.BAD_REQUEST);
        }
    }

    private static boolean isFragment(Request request) {
        return TrickleFragment.MEDIA_TYPE.equalsIgnoreCase(mediaType(request));
    }

    private static String mediaType(Request request) {
        ContentTypeHeader type = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
        return type == null ? "" : type.getContentType() + "/" + type.getContentSubType();
    }

    private static void trickled(IncomingRequest incoming, CallLeg.Listener listener) {
        try {
            TrickleFragment fragment = TrickleFragment.parse(Sip.body(incoming.request()));
            incoming.reply(Response.OK);
            fragment.candidates().forEach(each -> listener.candidate(each.mediaId(), each.candidate()));
            fragment.ends().forEach(listener::endOfCandidates);
        } catch (SdpException | IllegalArgumentException e) {
            LOG.info("Candidates from {} are not understood: {}", incoming.source(), e.getMessage());
            incoming.reply(Response.BAD_REQUEST);
        }
    }
}
