package dev.duet.sip.internal.rfc8866;

import dev.duet.model.Endpoint;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import java.util.Objects;

/** Writes a document. */
final class SessionWriter {

    private SessionWriter() {}

    static String write(Origin origin, SessionDescription session) {
        SdpText out = new SdpText();
        out.line('v', "0").line('o', origin.text()).line('s', "-");
        // Old phones look for the address at the session alone, so the first one stands there.
        String common = session.media().stream()
                .map(MediaDescription::rtp)
                .filter(Objects::nonNull)
                .map(Endpoint::host)
                .findFirst()
                .orElse("");
        if (!common.isEmpty()) {
            out.connection(common);
        }
        out.line('t', "0 0");
        for (SessionDescription.Group group : session.groups()) {
            out.attribute("group", (group.semantics() + " " + String.join(" ", group.ids())).strip());
        }
        if (session.iceLite()) {
            out.flag("ice-lite");
        }
        for (MediaDescription medium : session.media()) {
            MediaWriter.write(medium, common, out);
        }
        return out.toString();
    }
}
