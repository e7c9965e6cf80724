package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.FileTransfer;
import dev.duet.model.FileProgress;

/**
 * The transfer of a file came further, or is over.
 *
 * @param transfer which
 * @param progress how far it had come then
 */
public record FileTransferChanged(FileTransfer<?> transfer, FileProgress progress) implements DuetEvent {}
