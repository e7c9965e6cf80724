/**
 * What an application holds: handles on its account, contacts, conversations and calls. Applications use these
 * interfaces and do not implement them; methods may be added to them.
 *
 * <p>Threads: every method may be called from any thread and returns at once. What an operation comes to is told by its
 * {@link java.util.concurrent.CompletableFuture}, which fails with a {@link dev.duet.model.DuetException} and completes
 * on the callback executor. State is read as immutable snapshots. Events come in order, one at a time for each account,
 * on the callback executor.
 */
@NullMarked
package dev.duet.api;

import org.jspecify.annotations.NullMarked;
