package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which ways a call may go, the best first. A pure function: the same question has the same answer. The next way is
 * tried only when the one before led nowhere while nobody was ringing.
 */
@FunctionalInterface
public interface RoutingPolicy {

    /** The ways, and why there is none when there is none. */
    Answer routes(Question question);

    /**
     * What is known when a call begins.
     *
     * @param explicit the address that the application named with its scheme; null when it named a person
     * @param addresses all addresses of the person, the preferred ones first
     * @param claimed SIP addresses and telephone numbers that the person says are theirs (in a vCard or in presence),
     *     and nobody has confirmed
     * @param own the account's own address on each half
     * @param links the configured halves
     * @param capabilities what each half can do
     * @param devices devices that are online, and what they can do as far as they told
     */
    record Question(
            @Nullable Address explicit,
            List<Address> addresses,
            List<Address> claimed,
            Map<Protocol, Address> own,
            Map<Protocol, LinkPhase> links,
            Map<Protocol, Set<Capability>> capabilities,
            Map<Address, Set<Capability>> devices) {

        public Question {
            addresses = List.copyOf(addresses);
            claimed = List.copyOf(claimed);
            own = Map.copyOf(own);
            links = Map.copyOf(links);
            capabilities = Map.copyOf(capabilities);
            devices = Map.copyOf(devices);
        }

        /** True when that half is signed in and makes calls. */
        public boolean callable(Protocol protocol) {
            return links.get(protocol) == LinkPhase.ONLINE
                    && capabilities.getOrDefault(protocol, Set.of()).contains(Capability.AUDIO_CALL);
        }
    }

    /**
     * The ways to go.
     *
     * @param routes the best first; may be empty
     * @param whyNone a sentence for people when there is no way; else empty
     */
    record Answer(List<Route> routes, String whyNone) {

        public Answer {
            routes = List.copyOf(routes);
            Objects.requireNonNull(whyNone, "whyNone");
        }
    }
}
