package dev.duet.api.event;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.Failure;

/**
 * A store of messages or of calls began to fail. Nothing is lost while the account is open: what could not be kept is
 * tried again. Told once until the store works again.
 *
 * @param account whose
 * @param failure what is wrong
 */
public record StoreFailed(Account account, Failure failure) implements DuetEvent {}
