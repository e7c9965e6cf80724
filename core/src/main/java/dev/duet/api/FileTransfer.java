package dev.duet.api;

import dev.duet.model.FileProgress;
import java.util.concurrent.CompletableFuture;

/**
 * A file on its way to a server, or from one. How far it has come is told by
 * {@link dev.duet.api.event.FileTransferChanged}, a hundred times or so in all.
 *
 * <p>Not to be implemented by applications.
 *
 * @param <T> what it comes to
 */
public interface FileTransfer<T> {

    /** What the file is called. */
    String name();

    /** How far it has come. */
    FileProgress progress();

    /**
     * What it comes to.
     *
     * @return completes when all is done; fails as CLOSED when it was cancelled, or the account was closed
     */
    CompletableFuture<T> result();

    /**
     * Gives it up; without effect when it is over, or when the message that tells of the file is on its way already.
     * What is at the server already stays there until the server gives it up.
     */
    void cancel();
}
