package dev.duet.internal.room;

import dev.duet.internal.loop.Promise;
import dev.duet.model.Failure;
import dev.duet.model.Protocol;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomAnswer;
import dev.duet.spi.RoomLink;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands and questions about rooms, on their way to the link that has rooms. */
record RoomCommands(RoomHost host) {

    /** A command of the link. */
    @FunctionalInterface
    interface Command {
        void run(RoomLink link, long operation);
    }

    CompletableFuture<Void> command(Command command) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        onLink(link -> command.run(link, host.operations().begin(promise)), promise);
        return promise.future();
    }

    <A extends RoomAnswer, T> CompletableFuture<T> ask(Class<A> type, Function<A, T> read, Command question) {
        Promise<T> promise = new Promise<>(host.callbacks());
        onLink(
                link -> question.run(
                        link,
                        host.operations().ask(type, answer -> promise.complete(read.apply(answer)), promise::fail)),
                promise);
        return promise.future();
    }

    private void onLink(Consumer<RoomLink> task, Promise<?> promise) {
        host.loop().execute(() -> onLinkNow(task, promise));
    }

    @OnLoop
    private void onLinkNow(Consumer<RoomLink> task, Promise<?> promise) {
        host.link(Protocol.XMPP)
                .flatMap(Link::rooms)
                .ifPresentOrElse(
                        task,
                        () -> promise.fail(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                "Only an XMPP half has rooms, and this account has none")));
    }
}
