package dev.duet.model;

import java.util.Objects;

/**
 * A command that somebody offers (XEP-0050).
 *
 * @param of who carries it out
 * @param node by what it is called
 * @param name for people; may be empty
 */
public record CommandListing(Address of, String node, String name) {

    public CommandListing {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(name, "name");
    }
}
