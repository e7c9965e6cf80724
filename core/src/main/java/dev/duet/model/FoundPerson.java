package dev.duet.model;

import java.util.Map;
import java.util.Objects;

/**
 * Somebody whom a directory of users found (XEP-0055), as nobody has verified.
 *
 * @param details what it tells of them, by the names of its fields
 */
public record FoundPerson(Address address, Map<String, String> details) {

    public FoundPerson {
        Objects.requireNonNull(address, "address");
        details = Map.copyOf(details);
    }
}
