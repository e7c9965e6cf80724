package dev.duet.internal.service;

import dev.duet.api.Services;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.Failure;
import dev.duet.model.Form;
import dev.duet.model.FoundPerson;
import dev.duet.model.Protocol;
import dev.duet.model.PushTarget;
import dev.duet.model.ServiceContact;
import dev.duet.spi.Link;
import dev.duet.spi.ServiceAnswer;
import dev.duet.spi.ServiceLink;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands and questions to services, on their way to the link that has them. */
public record ServiceControl(ServiceHost host) implements Services {

    /** A command of the link. */
    private interface Command {
        void run(ServiceLink link, long operation);
    }

    @Override
    public CompletableFuture<List<Address>> directories() {
        return ask(
                ServiceAnswer.Directories.class, ServiceAnswer.Directories::directories, ServiceLink::fetchDirectories);
    }

    @Override
    public CompletableFuture<Form> searchForm(Address directory) {
        Objects.requireNonNull(directory, "directory");
        return ask(
                ServiceAnswer.Asks.class,
                ServiceAnswer.Asks::form,
                (link, operation) -> link.fetchSearchForm(operation, directory));
    }

    @Override
    public CompletableFuture<List<FoundPerson>> search(Address directory, Form form) {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(form, "form");
        return ask(
                ServiceAnswer.Found.class,
                ServiceAnswer.Found::people,
                (link, operation) -> link.search(operation, directory, form));
    }

    @Override
    public CompletableFuture<List<CommandListing>> commands(Address of) {
        Objects.requireNonNull(of, "of");
        return ask(
                ServiceAnswer.Commands.class,
                ServiceAnswer.Commands::commands,
                (link, operation) -> link.fetchCommands(operation, of));
    }

    @Override
    public CompletableFuture<CommandStep> execute(CommandListing command) {
        Objects.requireNonNull(command, "command");
        return step((link, operation) -> link.execute(operation, command));
    }

    @Override
    public CompletableFuture<CommandStep> go(CommandStep step, CommandStep.Action action, @Nullable Form form) {
        if (!step.actions().contains(action)) {
            throw new IllegalArgumentException(
                    "At this step one can " + step.actions() + ", not " + action + ": it is " + step.status());
        }
        return step((link, operation) -> link.go(operation, step, action, form));
    }

    private CompletableFuture<CommandStep> step(Command question) {
        return ask(ServiceAnswer.Step.class, ServiceAnswer.Step::step, question);
    }

    @Override
    public CompletableFuture<List<ServiceContact>> contactAddresses(Address of) {
        Objects.requireNonNull(of, "of");
        return ask(
                ServiceAnswer.Contacts.class,
                ServiceAnswer.Contacts::contacts,
                (link, operation) -> link.fetchContactAddresses(operation, of));
    }

    @Override
    public CompletableFuture<Void> enablePush(PushTarget target) {
        Objects.requireNonNull(target, "target");
        return command((link, operation) -> link.enablePush(operation, target));
    }

    @Override
    public CompletableFuture<Void> disablePush(Address service, String node) {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(node, "node");
        return command((link, operation) -> link.disablePush(operation, service, node));
    }

    private CompletableFuture<Void> command(Command command) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        onLink(promise, link -> command.run(link, host.operations().begin(promise)));
        return promise.future();
    }

    private <A extends ServiceAnswer, T> CompletableFuture<T> ask(
            Class<A> type, Function<A, T> read, Command question) {
        Promise<T> promise = new Promise<>(host.callbacks());
        onLink(
                promise,
                link -> question.run(
                        link,
                        host.operations().ask(type, answer -> promise.complete(read.apply(answer)), promise::fail)));
        return promise.future();
    }

    private void onLink(Promise<?> promise, Consumer<ServiceLink> task) {
        host.loop().execute(() -> host.link(Protocol.XMPP)
                .flatMap(Link::services)
                .ifPresentOrElse(
                        task,
                        () -> promise.fail(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                "Only an XMPP half has services, and this account has none"))));
    }
}
