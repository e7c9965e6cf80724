package dev.duet.model;

import java.util.List;
import java.util.Objects;

/**
 * The ICE side of a medium. The password protects the connectivity checks and stays out of {@link #toString()}.
 *
 * @param usernameFragment 4 to 256 characters (RFC 8839 5.4)
 * @param password 22 to 256 characters
 * @param options for example {@code trickle}, {@code ice2}
 * @param candidates those known so far
 * @param endOfCandidates true when no more will follow (RFC 8840)
 */
public record IceDescription(
        String usernameFragment,
        String password,
        List<String> options,
        List<IceCandidate> candidates,
        boolean endOfCandidates) {

    public IceDescription {
        Objects.requireNonNull(usernameFragment, "usernameFragment");
        Objects.requireNonNull(password, "password");
        options = List.copyOf(options);
        candidates = List.copyOf(candidates);
    }

    @Override
    public String toString() {
        return "IceDescription[usernameFragment=" + usernameFragment + ", password=***, options=" + options
                + ", candidates=" + candidates + ", endOfCandidates=" + endOfCandidates + "]";
    }
}
