package dev.duet.sip.internal.call;

import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc8866.Origin;
import dev.duet.sip.internal.rfc8866.Sdp;
import dev.duet.sip.internal.rfc8866.SdpException;
import dev.duet.sip.internal.stack.Sip;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/** The descriptions of one call: writes ours with the right version (RFC 3264 8), reads theirs. */
final class Descriptions {

    private final long sessionId = ThreadLocalRandom.current().nextLong(1, 1L << 53);
    private long version = 0;
    private @Nullable SessionDescription written;
    private @Nullable SessionDescription read;
    private boolean candidatesTaken;

    /**
     * Puts a description of ours into a message.
     *
     * @param host the local address, for the origin
     */
    void write(Message message, SessionDescription description, String host) {
        if (!description.equals(written)) {
            version++;
            written = description;
        }
        Origin origin = new Origin("-", Long.toString(sessionId), Long.toString(version), host);
        byte[] text = new Sdp(origin, description).text().getBytes(StandardCharsets.UTF_8);
        Sip.body(message, Sdp.MEDIA_TYPE, text);
    }

    /** True when the other side takes candidates in INFO, as far as its messages have told. */
    boolean areCandidatesTaken() {
        return candidatesTaken;
    }

    /** As {@link #read}, of a message that may be the first of its dialog: what was told in another does not count. */
    @Nullable
    SessionDescription readFirst(Message message) throws SdpException {
        candidatesTaken = false;
        return read(message);
    }

    /**
     * The description in a message of theirs; null when it has none. One of a side that takes no candidates in INFO
     * does not tell of trickling: browsers write that whether their signalling can or not.
     *
     * @throws SdpException when it is malformed
     */
    @Nullable
    SessionDescription read(Message message) throws SdpException {
        if (Trickle.tells(message)) {
            candidatesTaken = Trickle.isTakenBy(message);
        }
        if (!isIn(message)) {
            return null;
        }
        SessionDescription theirs = Sdp.parse(Sip.body(message)).session();
        return candidatesTaken ? theirs : LocalCandidates.withoutTrickle(theirs);
    }

    /** Our last description; null before there is one. */
    @Nullable
    SessionDescription last() {
        return written;
    }

    /** Remembers a description of theirs; false when it says the same as the one before. */
    boolean isNews(SessionDescription theirs) {
        boolean news = !theirs.equals(read);
        read = theirs;
        return news;
    }

    /** True when a message has a description. */
    static boolean isIn(Message message) {
        return hasBody(message) && isSdp(message);
    }

    /** True when a message has a body that is no description. */
    static boolean hasOtherBody(Message message) {
        return hasBody(message) && !isSdp(message);
    }

    private static boolean hasBody(Message message) {
        byte[] body = message.getRawContent();
        return body != null && body.length > 0;
    }

    private static boolean isSdp(Message message) {
        ContentTypeHeader type = (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME);
        return type != null
                && "application".equalsIgnoreCase(type.getContentType())
                && "sdp".equalsIgnoreCase(type.getContentSubType());
    }
}
