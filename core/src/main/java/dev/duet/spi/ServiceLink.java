package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.Form;
import dev.duet.model.PushTarget;
import org.jspecify.annotations.Nullable;

/** What servers and services offer beside talking. A question is answered by {@link LinkListener#answered}. */
@OnLoop
public interface ServiceLink {

    /** Asks which directories of users the server has. Answered by {@link ServiceAnswer.Directories}. */
    void fetchDirectories(long operation);

    /** Asks by what a directory looks for people. Answered by {@link ServiceAnswer.Asks}. */
    void fetchSearchForm(long operation, Address directory);

    /** Looks for people. Answered by {@link ServiceAnswer.Found}. */
    void search(long operation, Address directory, Form form);

    /** Asks which commands somebody offers. Answered by {@link ServiceAnswer.Commands}. */
    void fetchCommands(long operation, Address of);

    /** Begins a command. Answered by {@link ServiceAnswer.Step}. */
    void execute(long operation, CommandListing command);

    /** Goes on with a command. Answered by {@link ServiceAnswer.Step}. */
    void go(long operation, CommandStep step, CommandStep.Action action, @Nullable Form form);

    /** Asks where those can be reached who run a service. Answered by {@link ServiceAnswer.Contacts}. */
    void fetchContactAddresses(long operation, Address of);

    /** Lets the server tell a push service of what comes. Done when the server took it. */
    void enablePush(long operation, PushTarget target);

    /** Ends that; of all nodes for an empty one. Done when the server took it. */
    void disablePush(long operation, Address service, String node);
}
