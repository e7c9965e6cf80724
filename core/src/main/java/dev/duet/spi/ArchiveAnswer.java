package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.Delivery;
import dev.duet.spi.LinkListener.IncomingMessage;
import java.util.List;

/** What an archive answers (XEP-0313). */
public sealed interface ArchiveAnswer extends LinkAnswer {

    /**
     * A part of what was said.
     *
     * @param entries in the order of the archive, the oldest first; what it has beside them is left out
     * @param first the archive's id of the oldest of all that the page had, from which one reads further back; empty
     *     for a page that had nothing
     * @param complete true when there is nothing older
     */
    record Page(List<Entry> entries, String first, boolean complete) implements ArchiveAnswer {

        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** What an archive keeps of whom. */
    record Preferences(ArchivePreferences preferences) implements ArchiveAnswer {}

    /** Something that is in an archive. */
    sealed interface Entry {

        /** A message, or a change of one. */
        record Said(IncomingMessage message) implements Entry {}

        /**
         * Word that a message of the user's came further.
         *
         * @param messageId its id
         * @param by who says so
         */
        record Told(String messageId, Address by, Delivery delivery) implements Entry {}
    }
}
