package dev.duet.api.event;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.AccountState;
import dev.duet.model.Protocol;

/**
 * One half of an account changed its state.
 *
 * @param account the account
 * @param half which half
 * @param before the state before
 * @param after the state now
 */
public record AccountStateChanged(Account account, Protocol half, AccountState before, AccountState after)
        implements DuetEvent {}
