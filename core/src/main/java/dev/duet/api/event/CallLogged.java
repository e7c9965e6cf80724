package dev.duet.api.event;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.CallRecord;

/**
 * A call is over and in the log: a missed one is {@code call.outcome() == MISSED}.
 *
 * @param account whose
 * @param call the call
 */
public record CallLogged(Account account, CallRecord call) implements DuetEvent {}
