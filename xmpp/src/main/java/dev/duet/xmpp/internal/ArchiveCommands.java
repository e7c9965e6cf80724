package dev.duet.xmpp.internal;

import dev.duet.model.ArchivePreferences;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.OnLoop;

/** Commands about archives, for the session, while there is one. */
@OnLoop
record ArchiveCommands(SessionCommands commands) implements ArchiveLink {

    @Override
    public void fetch(long operation, Query query) {
        commands.about(operation, query.with(), (now, address) -> now.readArchive(operation, address.bare(), query));
    }

    @Override
    public void fetchPreferences(long operation) {
        commands.online(operation, now -> now.archives().fetchPreferences(operation));
    }

    @Override
    public void setPreferences(long operation, ArchivePreferences preferences) {
        commands.online(operation, now -> now.archives().setPreferences(operation, preferences));
    }
}
