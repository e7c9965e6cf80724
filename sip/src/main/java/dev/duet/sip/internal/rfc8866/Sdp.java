package dev.duet.sip.internal.rfc8866;

import dev.duet.model.SessionDescription;

/**
 * An SDP document.
 *
 * @param origin its {@code o=} line
 * @param session all the rest
 */
public record Sdp(Origin origin, SessionDescription session) {

    /** The media type of SDP. */
    public static final String MEDIA_TYPE = "application/sdp";

    /**
     * Reads a document.
     *
     * @throws SdpException when it is not well-formed
     */
    public static Sdp parse(String text) throws SdpException {
        SdpLines lines = SdpLines.split(text);
        return new Sdp(OriginReader.read(lines.session()), SessionReader.read(lines));
    }

    /** Writes the document, with CRLF line ends. */
    public String text() {
        return SessionWriter.write(origin, session);
    }
}
