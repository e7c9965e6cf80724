package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.Form;
import dev.duet.model.FoundPerson;
import dev.duet.model.PushTarget;
import dev.duet.model.ServiceContact;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What servers and services offer beside talking: directories of users, commands, word of what comes while a device
 * sleeps; and who runs them. All of it is the XMPP half's. All futures fail as UNSUPPORTED without that half and where
 * nobody offers it, as NETWORK when it is not online, and as what the other side answers.
 *
 * <p>Not to be implemented by applications.
 */
public interface Services {

    /** Which directories of users the server has (XEP-0055). Completes with their addresses, none for none. */
    CompletableFuture<List<Address>> directories();

    /**
     * Asks by what a directory looks for people.
     *
     * @param directory one of {@link #directories()}
     */
    CompletableFuture<Form> searchForm(Address directory);

    /**
     * Looks for people.
     *
     * @param form {@link #searchForm}, filled in
     * @return completes with whom it found, the first 1,000
     */
    CompletableFuture<List<FoundPerson>> search(Address directory, Form form);

    /**
     * Asks which commands somebody offers this user (XEP-0050).
     *
     * @param of a server, a service or a device
     */
    CompletableFuture<List<CommandListing>> commands(Address of);

    /** Begins a command. Completes with its first step, which may be its last. */
    CompletableFuture<CommandStep> execute(CommandListing command);

    /**
     * Goes on with a command.
     *
     * @param step the last that came
     * @param action one of {@link CommandStep#actions()}
     * @param form that of the step, filled in; null for none
     * @return completes with the next step
     * @throws IllegalArgumentException when that cannot be done at that step
     */
    CompletableFuture<CommandStep> go(CommandStep step, CommandStep.Action action, @Nullable Form form);

    /**
     * Asks where those can be reached who run a server or a service (XEP-0157).
     *
     * @param of such as {@code xmpp:example.com}
     * @return completes with what it says, by purpose; empty for one that says nothing of that
     */
    CompletableFuture<List<ServiceContact>> contactAddresses(Address of);

    /** Lets the server tell a push service of what comes (XEP-0357), in the place of what was said of that node. */
    CompletableFuture<Void> enablePush(PushTarget target);

    /**
     * Ends that.
     *
     * @param node as it was enabled; empty for all of that service
     */
    CompletableFuture<Void> disablePush(Address service, String node);
}
