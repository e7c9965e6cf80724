package dev.duet.api.event;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.Address;

/**
 * Somebody asks to see this account's presence.
 *
 * @param account who is asked
 * @param from who asks
 * @param note what they say; may be empty
 */
public record ContactRequest(Account account, Address from, String note) implements DuetEvent {

    /** Allows it. */
    public void approve() {
        account.contacts().approve(from);
    }

    /** Refuses it. */
    public void deny() {
        account.contacts().deny(from);
    }
}
