package dev.duet.internal.runtime;

import dev.duet.model.PersonDecision;
import dev.duet.spi.ContactStore;
import java.util.List;

/** Keeps nothing: the account remembers its own decisions while it is open. */
final class MemoryStore implements ContactStore {

    @Override
    public List<PersonDecision> load() {
        return List.of();
    }

    @Override
    public void save(List<PersonDecision> decisions) {
        // remembered by the account
    }
}
