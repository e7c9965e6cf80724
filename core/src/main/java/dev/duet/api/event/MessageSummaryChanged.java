package dev.duet.api.event;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.Address;
import dev.duet.model.MessageSummary;

/**
 * Something else waits in a mailbox (RFC 3842), or it became known what does.
 *
 * @param account the account
 * @param mailbox whose: the account's own address, or another that the application subscribed to
 * @param summary what waits now
 */
public record MessageSummaryChanged(Account account, Address mailbox, MessageSummary summary) implements DuetEvent {}
