package dev.duet.xmpp.internal.jingle;

import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Setup;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who connects in DTLS (XEP-0320). An offer leaves it open; once it is answered, what the other side said must read as
 * what was agreed, since it counts as an answer to changes of ours that come later. Pure.
 */
final class Roles {

    private Roles() {}

    /** Their offer, when we have answered it. */
    static SessionDescription agreed(SessionDescription theirs, SessionDescription answer) {
        return settle(theirs, answer, true);
    }

    /** Their new transport, when it crossed ours: nobody answered, and what was agreed before goes on. */
    static SessionDescription kept(SessionDescription theirs, SessionDescription before) {
        return settle(theirs, before, false);
    }

    private static SessionDescription settle(SessionDescription theirs, SessionDescription known, boolean reversed) {
        SessionDescription settled = theirs;
        for (MediaDescription medium : theirs.media()) {
            DtlsDescription dtls = medium.dtls();
            Setup role = role(JingleModel.find(known, Contents.name(medium)), reversed);
            if (dtls != null && dtls.setup() == Setup.ACTPASS && role != null) {
                settled = JingleModel.put(
                        settled,
                        medium.toBuilder()
                                .dtls(new DtlsDescription(dtls.fingerprints(), role))
                                .build());
            }
        }
        return settled;
    }

    private static @Nullable Setup role(@Nullable MediaDescription known, boolean reversed) {
        Setup setup = known == null || known.dtls() == null
                ? Setup.ACTPASS
                : Objects.requireNonNull(known.dtls()).setup();
        return switch (setup) {
            case ACTIVE -> reversed ? Setup.PASSIVE : Setup.ACTIVE;
            case PASSIVE -> reversed ? Setup.ACTIVE : Setup.PASSIVE;
            default -> null;
        };
    }
}
