package dev.duet.model;

import java.util.List;
import java.util.Optional;

/**
 * What one side offers or answers for a call: the neutral form of an SDP body (RFC 8866) and of the contents of a
 * Jingle session (XEP-0166, 0167). The SIP and the XMPP half translate to and from it; the media layer sees nothing
 * else.
 *
 * @param media the media in their order, which is part of the meaning in SDP
 * @param groups which media belong together, such as BUNDLE (RFC 9143, XEP-0338)
 * @param iceLite true when the sender only answers connectivity checks (RFC 8445 2.5)
 */
public record SessionDescription(List<MediaDescription> media, List<Group> groups, boolean iceLite) {

    public SessionDescription {
        media = List.copyOf(media);
        groups = List.copyOf(groups);
    }

    /** A description of one medium, without groups. */
    public static SessionDescription of(MediaDescription medium) {
        return new SessionDescription(List.of(medium), List.of(), false);
    }

    /** The first audio medium that is not rejected. */
    public Optional<MediaDescription> audio() {
        return media.stream()
                .filter(m -> m.kind() == MediaKind.AUDIO && !m.rejected())
                .findFirst();
    }

    /**
     * Media that belong together.
     *
     * @param semantics for example {@code BUNDLE}
     * @param ids the {@link MediaDescription#id()} of each member
     */
    public record Group(String semantics, List<String> ids) {

        public Group {
            ids = List.copyOf(ids);
        }
    }
}
