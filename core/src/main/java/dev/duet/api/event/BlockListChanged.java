package dev.duet.api.event;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.Address;
import java.util.Set;

/**
 * The user blocked somebody or no longer does, on this device or another; or the server's list became known.
 *
 * @param account whose list
 * @param blocked what is on the list from now on
 * @param unblocked what is no longer
 */
public record BlockListChanged(Account account, Set<Address> blocked, Set<Address> unblocked) implements DuetEvent {

    public BlockListChanged {
        blocked = Set.copyOf(blocked);
        unblocked = Set.copyOf(unblocked);
    }
}
