package dev.duet.spi;

import dev.duet.model.Address;
import java.util.Optional;

/**
 * What telephone numbers mean, as people in a region write them. Found by {@link java.util.ServiceLoader}, as {@code
 * dev.duet:duet-numbers} has one, or given to the runtime. Without one a number means something when it is global.
 *
 * <p>Its methods are functions of their arguments; called from any thread, and never slow. A region is an ISO 3166-1
 * code of two capital letters, or empty where none is known.
 */
public interface NumberPlan {

    /** True when numbers of that region are known. */
    boolean knows(String region);

    /**
     * The number of E.164 that somebody in a region means.
     *
     * @param written a number with or without separators, its country code, or the prefixes that are dialled before it
     * @return empty for what is no whole number, such as an extension or a service code
     */
    Optional<Address.Tel> global(String written, String region);

    /**
     * What the digits that somebody in a region has typed so far are the beginning of.
     *
     * @return digits of an E.164 number, without {@code +}; empty when there is nothing to say yet
     */
    String begun(String typed, String region);

    /** What calling a global number costs a caller in a region, as far as the number tells. */
    Tariff tariff(Address.Tel number, String region);

    /** What a call costs, as far as its number tells. */
    enum Tariff {
        /** The caller pays nothing. */
        FREE,
        /** As other calls within the region. */
        HOME,
        /** A call to another country. */
        ABROAD,
        /** A rate of its own: premium or shared cost. */
        SPECIAL,
        /** Nothing is known. */
        UNKNOWN
    }

    /** Knows that a global number is one, and nothing else. */
    NumberPlan NONE = new NumberPlan() {
        @Override
        public boolean knows(String region) {
            return false;
        }

        @Override
        public Optional<Address.Tel> global(String written, String region) {
            String digits = written.replaceAll("[-.() /]", "");
            return digits.matches("\\+[0-9]{3,15}") ? Optional.of(new Address.Tel(digits)) : Optional.empty();
        }

        @Override
        public String begun(String typed, String region) {
            return "";
        }

        @Override
        public Tariff tariff(Address.Tel number, String region) {
            return Tariff.UNKNOWN;
        }
    };
}
