package dev.duet.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A conference, as it tells of itself (RFC 4575). All of it is as told, and not proved.
 *
 * @param subject what it is about; empty when not told
 * @param name what it is called; empty when not told
 * @param participants who takes part, has to be brought in or has left, in the order in which they were told; 1000 at
 *     most. Empty while nothing is told
 */
public record Conference(String subject, String name, List<Participant> participants) {

    /** Nothing is told of it. */
    public static final Conference UNTOLD = new Conference("", "", List.of());

    public Conference {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(name, "name");
        participants = List.copyOf(participants);
    }

    /** Those who can be heard, or could be if they were not on hold or muted. */
    public List<Participant> connected() {
        return participants.stream().filter(Participant::isConnected).toList();
    }

    /**
     * Somebody in it.
     *
     * @param entity who, a URI, unlike among the participants
     * @param name what they are called; empty when not told
     * @param roles what they are there, in the conference's own words, such as {@code participant}; 20 at most
     * @param devices by which devices they take part; 20 at most
     */
    public record Participant(String entity, String name, List<String> roles, List<Device> devices) {

        public Participant {
            Objects.requireNonNull(entity, "entity");
            Objects.requireNonNull(name, "name");
            roles = List.copyOf(roles);
            devices = List.copyOf(devices);
        }

        /** Their address, where the conference names them by one. */
        public Optional<Address> address() {
            try {
                return Optional.of(Address.parse(entity));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** True when one of their devices is connected, on hold or muted. */
        public boolean isConnected() {
            return devices.stream().anyMatch(device -> device.status().isConnected());
        }
    }

    /**
     * A device of a participant's.
     *
     * @param entity which, mostly a URI; empty when not told
     * @param name what it is called; empty when not told
     * @param status how it takes part
     */
    public record Device(String entity, String name, Status status) {

        public Device {
            Objects.requireNonNull(entity, "entity");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(status, "status");
        }
    }

    /** How a device takes part (RFC 4575). */
    public enum Status {
        /** It will be brought in when the conference can. */
        PENDING,
        /** The conference calls it. */
        DIALING_OUT,
        /** It calls the conference. */
        DIALING_IN,
        /** The conference calls it, and it rings. */
        ALERTING,
        /** It is on hold. */
        ON_HOLD,
        /** It takes part. */
        CONNECTED,
        /** It takes part, and the conference lets nobody hear it. */
        MUTED_VIA_FOCUS,
        /** It leaves. */
        DISCONNECTING,
        /** It has left, was refused, or was not reached. */
        DISCONNECTED,
        /** Not told. */
        UNKNOWN;

        /** True for CONNECTED, ON_HOLD and MUTED_VIA_FOCUS. */
        public boolean isConnected() {
            return this == CONNECTED || this == ON_HOLD || this == MUTED_VIA_FOCUS;
        }
    }
}
