package dev.duet.sip.internal.call;

import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import dev.duet.model.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** What was found after a description was made, put into it (RFC 8838 4). Pure. */
final class LocalCandidates {

    /** The option of descriptions whose candidates may follow (RFC 8840 4.1.1). */
    static final String OPTION = "trickle";

    private LocalCandidates() {}

    /** With a candidate of a medium, after those before. */
    static SessionDescription with(SessionDescription known, String mediaId, IceCandidate candidate) {
        return each(
                known,
                (medium, ice) ->
                        medium.id().equals(mediaId) ? union(ice, List.of(candidate), ice.endOfCandidates()) : ice);
    }

    /** With the word that no candidate of a medium follows. */
    static SessionDescription ended(SessionDescription known, String mediaId) {
        return each(known, (medium, ice) -> medium.id().equals(mediaId) ? union(ice, List.of(), true) : ice);
    }

    /** A later description with what the one before had for the same credentials. */
    static SessionDescription carried(SessionDescription before, SessionDescription next) {
        return each(next, (medium, ice) -> {
            IceDescription old = before.media().stream()
                    .filter(each -> each.id().equals(medium.id()))
                    .map(MediaDescription::ice)
                    .filter(each -> each != null && each.usernameFragment().equals(ice.usernameFragment()))
                    .findFirst()
                    .orElse(null);
            return old == null ? ice : union(old, ice.candidates(), old.endOfCandidates() || ice.endOfCandidates());
        });
    }

    /** As a description of one to whom candidates cannot be told afterwards, whatever else he may mean by that. */
    static SessionDescription withoutTrickle(SessionDescription theirs) {
        return each(theirs, (medium, ice) -> {
            List<String> options = new ArrayList<>(ice.options());
            options.remove(OPTION);
            return new IceDescription(
                    ice.usernameFragment(), ice.password(), options, ice.candidates(), ice.endOfCandidates());
        });
    }

    private static IceDescription union(IceDescription ice, List<IceCandidate> more, boolean end) {
        Set<IceCandidate> all = new LinkedHashSet<>(ice.candidates());
        all.addAll(more);
        return new IceDescription(ice.usernameFragment(), ice.password(), ice.options(), List.copyOf(all), end);
    }

    private static SessionDescription each(
            SessionDescription description, BiFunction<MediaDescription, IceDescription, IceDescription> change) {
        List<MediaDescription> media = description.media().stream()
                .map(medium -> {
                    IceDescription ice = medium.ice();
                    return ice == null
                            ? medium
                            : medium.toBuilder().ice(change.apply(medium, ice)).build();
                })
                .toList();
        return new SessionDescription(media, description.groups(), description.iceLite());
    }
}
