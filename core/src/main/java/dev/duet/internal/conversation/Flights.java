package dev.duet.internal.conversation;

import dev.duet.model.Delivery;
import dev.duet.model.Message;
import dev.duet.model.MessageContent.Text;
import dev.duet.model.Protocol;
import dev.duet.spi.Newest;
import dev.duet.spi.OnLoop;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Messages on their way, and the ways that were tried. What has reached a device is forgotten. */
@OnLoop
final class Flights {

    private static final int MOST = 1000;

    private final Map<String, Flight> flights = Newest.map(MOST);
    /** Those that their half does not have yet: few of all, and asked for with each message. */
    private final Set<String> pending = Newest.set(MOST);

    /**
     * A message on its way.
     *
     * @param message as it was last: of many on their way the oldest are in memory no more
     * @param text what was said, with all that a way may have words for
     * @param tried the halves it was given to
     * @param since when it was given to the last, in the nanoseconds of the loop
     * @param arrivedBefore true when a half before turned out to have it
     */
    record Flight(Message message, Text text, Set<Protocol> tried, long since, boolean arrivedBefore) {

        Flight {
            tried = Set.copyOf(tried);
        }

        private Flight now(Message moved) {
            return new Flight(moved, text, tried, since, arrivedBefore);
        }
    }

    void begin(Message message, Text text, long now) {
        flights.put(message.id(), new Flight(message, text, Set.of(message.protocol()), now, false));
        pending.add(message.id());
    }

    /** It goes another way. */
    void again(Message message, Flight before, long now) {
        Set<Protocol> tried = EnumSet.of(message.protocol());
        tried.addAll(before.tried);
        flights.put(message.id(), new Flight(message, before.text, tried, now, before.arrivedBefore));
        pending.add(message.id());
    }

    /** The half before the present one has it. */
    void arrivedBefore(String id) {
        flights.computeIfPresent(
                id, (same, flight) -> new Flight(flight.message, flight.text, flight.tried, flight.since, true));
    }

    /** It came further, or failed. */
    void moved(Message message) {
        Delivery.Stage stage = message.delivery().stage();
        if (stage == Delivery.Stage.PENDING) {
            return;
        }
        pending.remove(message.id());
        if (stage == Delivery.Stage.SENT) {
            flights.computeIfPresent(message.id(), (id, flight) -> flight.now(message));
        } else {
            flights.remove(message.id());
        }
    }

    Optional<Message> message(String id) {
        return Optional.ofNullable(flights.get(id)).map(Flight::message);
    }

    Flight get(String id) {
        return flights.get(id);
    }

    /** Those that no half has yet, of one half. */
    List<Message> waiting(History history, Protocol protocol) {
        return pending(history)
                .filter(message -> message.protocol() == protocol)
                .toList();
    }

    /** The half on which messages wait; null when none do. */
    @Nullable
    Protocol waitOn() {
        for (String id : pending) { // asked for with each message: without a stream
            Flight flight = flights.get(id);
            if (flight != null) {
                return flight.message.protocol();
            }
        }
        return null;
    }

    private Stream<Message> pending(History history) {
        return pending.stream()
                .map(id -> history.outgoing(id).or(() -> message(id)))
                .flatMap(Optional::stream)
                .filter(message -> flights.containsKey(message.id()));
    }

    void absorb(Flights other) {
        flights.putAll(other.flights);
        pending.addAll(other.pending);
        other.flights.clear();
        other.pending.clear();
    }
}
