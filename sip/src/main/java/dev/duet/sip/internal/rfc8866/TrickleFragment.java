package dev.duet.sip.internal.rfc8866;

import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Candidates that came after a description, in an INFO (RFC 8840 9).
 *
 * @param candidates each with the username fragment that it belongs to as extension {@code ufrag}
 * @param ends the media for which no more follow
 */
public record TrickleFragment(List<Candidate> candidates, List<String> ends) {

    /** What the body of such an INFO is. */
    public static final String MEDIA_TYPE = "application/trickle-ice-sdpfrag";

    /** The INFO package (RFC 8840 10), and the option tag. */
    public static final String PACKAGE = "trickle-ice";

    private static final int MAX_CANDIDATES = 100;
    private static final String FRAGMENT = "[A-Za-z0-9+/]{4,256}";

    /**
     * A candidate.
     *
     * @param mediaId the medium's identification tag; empty when none was told
     */
    public record Candidate(String mediaId, IceCandidate candidate) {}

    public TrickleFragment {
        candidates = List.copyOf(candidates);
        ends = List.copyOf(ends);
    }

    /**
     * Reads a body.
     *
     * @throws SdpException when it is malformed
     */
    public static TrickleFragment parse(String text) throws SdpException {
        // A fragment is a description without its head, and reads like one.
        SdpLines lines = SdpLines.split("v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\n" + text);
        String shared = fragment(lines.session(), null);
        boolean all = lines.session().value("end-of-candidates") != null;
        List<Candidate> candidates = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        for (SdpLines.Section section : lines.media()) {
            String id = section.value("mid");
            String mediaId = id == null ? "" : id;
            String fragment = fragment(section, shared);
            for (String value : section.all("candidate")) {
                IceCandidate candidate = CandidateText.parse(value);
                if (candidate != null && candidates.size() < MAX_CANDIDATES) {
                    candidates.add(new Candidate(mediaId, marked(candidate, fragment)));
                }
            }
            if (all || section.value("end-of-candidates") != null) {
                ends.add(mediaId);
            }
        }
        return new TrickleFragment(candidates, ends);
    }

    /**
     * Writes the candidates of a description, with all media that have some and can be told apart; empty when there are
     * none.
     */
    public static String write(SessionDescription description) {
        SdpText out = new SdpText();
        for (MediaDescription medium : description.media()) {
            IceDescription ice = medium.ice();
            if (ice == null || medium.id().isEmpty()) {
                continue;
            }
            out.line('m', medium.mediaType() + " 9 RTP/AVP 0"); // RFC 8840 9.2: only there to hold the lines below
            out.attribute("mid", medium.id())
                    .attribute("ice-ufrag", ice.usernameFragment())
                    .attribute("ice-pwd", ice.password());
            ice.candidates().forEach(each -> out.attribute("candidate", CandidateText.text(each)));
            if (ice.endOfCandidates()) {
                out.flag("end-of-candidates");
            }
        }
        return out.toString();
    }

    private static @Nullable String fragment(SdpLines.Section section, @Nullable String otherwise) throws SdpException {
        String own = section.value("ice-ufrag");
        if (own != null && !own.matches(FRAGMENT)) {
            throw new SdpException("bad ice-ufrag");
        }
        return own == null ? otherwise : own;
    }

    private static IceCandidate marked(IceCandidate candidate, @Nullable String fragment) {
        if (fragment == null) {
            return candidate;
        }
        Map<String, String> extensions = new LinkedHashMap<>(candidate.extensions());
        extensions.put("ufrag", fragment);
        return new IceCandidate(
                candidate.foundation(),
                candidate.component(),
                candidate.transport(),
                candidate.priority(),
                candidate.endpoint(),
                candidate.type(),
                candidate.related(),
                candidate.tcpType(),
                extensions);
    }
}
