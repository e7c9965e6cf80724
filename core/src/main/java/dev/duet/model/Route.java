package dev.duet.model;

import java.util.Objects;

/**
 * The way a call or a message goes, and why that one.
 *
 * @param target the address it goes to
 * @param protocol the protocol it goes by
 * @param why the rule that chose it, as a sentence for people
 */
public record Route(Address target, Protocol protocol, String why) {

    public Route {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(why, "why");
    }
}
