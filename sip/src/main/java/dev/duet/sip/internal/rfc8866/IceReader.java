package dev.duet.sip.internal.rfc8866;

import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the ICE side of a section (RFC 8839). */
final class IceReader {

    private final SdpLines.Section session;
    private final SdpLines.Section section;

    IceReader(SdpLines.Section session, SdpLines.Section section) {
        this.session = session;
        this.section = section;
    }

    /** The ICE side; null without credentials. */
    @Nullable
    IceDescription read() throws SdpException {
        String fragment = inherited("ice-ufrag");
        String password = inherited("ice-pwd");
        if (fragment == null && password == null) {
            return null;
        }
        if (fragment == null || password == null) {
            throw new SdpException("ice-ufrag and ice-pwd belong together");
        }
        if (!fragment.matches("[A-Za-z0-9+/]{4,256}") || !password.matches("[A-Za-z0-9+/]{22,256}")) {
            throw new SdpException("bad ice-ufrag or ice-pwd");
        }
        List<IceCandidate> candidates = new ArrayList<>();
        for (String value : section.all("candidate")) {
            IceCandidate candidate = CandidateText.parse(value);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        boolean end = section.value("end-of-candidates") != null || session.value("end-of-candidates") != null;
        return new IceDescription(fragment, password, options(), candidates, end);
    }

    private List<String> options() {
        Set<String> options = new LinkedHashSet<>();
        for (SdpLines.Section where : List.of(session, section)) {
            for (String value : where.all("ice-options")) {
                options.addAll(Words.of(value));
            }
        }
        return List.copyOf(options);
    }

    private @Nullable String inherited(String name) {
        String own = section.value(name);
        return own == null ? session.value(name) : own;
    }
}
