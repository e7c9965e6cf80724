package dev.duet.sip.internal.rfc8866;

import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a whole document but for its {@code o=} line. */
final class SessionReader {

    private SessionReader() {}

    static SessionDescription read(SdpLines lines) throws SdpException {
        List<MediaDescription> media = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (SdpLines.Section section : lines.media()) {
            MediaDescription medium = new MediaReader(lines.session(), section).read();
            if (!medium.id().isEmpty() && !ids.add(medium.id())) {
                throw new SdpException("two media with the mid " + SdpLines.shortened(medium.id()));
            }
            media.add(medium);
        }
        List<SessionDescription.Group> groups = new ArrayList<>();
        for (String value : lines.session().all("group")) {
            List<String> words = Words.of(value);
            groups.add(new SessionDescription.Group(words.get(0), words.subList(1, words.size())));
        }
        return new SessionDescription(media, groups, lines.session().value("ice-lite") != null);
    }
}
