package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.Form;
import dev.duet.model.FoundPerson;
import dev.duet.model.ServiceContact;
import java.util.List;

/** What a service answers. */
public sealed interface ServiceAnswer extends LinkAnswer {

    /** Directories of users. */
    record Directories(List<Address> directories) implements ServiceAnswer {

        public Directories {
            directories = List.copyOf(directories);
        }
    }

    /** What is to be filled in. */
    record Asks(Form form) implements ServiceAnswer {}

    /** Whom a directory found. */
    record Found(List<FoundPerson> people) implements ServiceAnswer {

        public Found {
            people = List.copyOf(people);
        }
    }

    /** What somebody offers. */
    record Commands(List<CommandListing> commands) implements ServiceAnswer {

        public Commands {
            commands = List.copyOf(commands);
        }
    }

    /** Where those can be reached who run a service. */
    record Contacts(List<ServiceContact> contacts) implements ServiceAnswer {

        public Contacts {
            contacts = List.copyOf(contacts);
        }
    }

    /** How far a command is. */
    record Step(CommandStep step) implements ServiceAnswer {}
}
