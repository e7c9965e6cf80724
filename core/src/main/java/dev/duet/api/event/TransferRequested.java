package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.TransferRequest;

/**
 * Somebody wants this account to call somebody, and its {@link dev.duet.model.TransferRules} say to ask.
 *
 * @param request to be accepted or rejected
 */
public record TransferRequested(TransferRequest request) implements DuetEvent {}
