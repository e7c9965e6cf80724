package dev.duet.api.event;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.ProtectionGap;
import java.util.List;

/**
 * Both halves are online, and one is protected less than the other: the user has to be told (RFC 7081 7). Told again
 * when it is about something else.
 *
 * @param account the account
 * @param gaps at least one
 */
public record ProtectionUneven(Account account, List<ProtectionGap> gaps) implements DuetEvent {

    public ProtectionUneven {
        gaps = List.copyOf(gaps);
    }
}
