package dev.duet.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The way a call or a message goes, and why that one.
 *
 * @param target the address it goes to
 * @param protocol the protocol it goes by
 * @param why the rule that chose it, as a sentence for people
 * @param cautions what the user may want to know before; the account adds its own to those of a {@link
 *     dev.duet.spi.RoutingPolicy}
 */
public record Route(Address target, Protocol protocol, String why, Set<Caution> cautions) {

    public Route {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(why, "why");
        Set<Caution> all = EnumSet.noneOf(Caution.class);
        all.addAll(cautions);
        cautions = Collections.unmodifiableSet(all);
    }

    /** A way of which there is nothing to say before. */
    public Route(Address target, Protocol protocol, String why) {
        this(target, protocol, why, Set.of());
    }

    /** The same way with more to say before. */
    public Route withCautions(Set<Caution> more) {
        Set<Caution> all = EnumSet.noneOf(Caution.class);
        all.addAll(cautions);
        all.addAll(more);
        return all.equals(cautions) ? this : new Route(target, protocol, why, all);
    }
}
