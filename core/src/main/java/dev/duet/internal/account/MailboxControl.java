package dev.duet.internal.account;

import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.api.event.MessageSummaryChanged;
import dev.duet.model.Address;
import dev.duet.model.MessageSummary;
import dev.duet.spi.OnLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits in the mailboxes that an account is told of. */
final class MailboxControl {

    private static final int MOST = 1000;

    private final Account account;
    private final Consumer<DuetEvent> events;
    private final Map<Address, MessageSummary> last = new HashMap<>(); // on the loop
    private volatile @Nullable MessageSummary own;

    MailboxControl(Account account, Consumer<DuetEvent> events) {
        this.account = account;
        this.events = events;
    }

    /** What waits for the user, as far as it was told. From any thread. */
    Optional<MessageSummary> own() {
        return Optional.ofNullable(own);
    }

    /**
     * A server told.
     *
     * @param isOwn true for the account's own mailbox
     */
    @OnLoop
    void told(Address mailbox, boolean isOwn, MessageSummary summary) {
        if (isOwn) {
            own = summary;
        }
        if (summary.equals(last.get(mailbox))) {
            return;
        }
        if (last.size() < MOST || last.containsKey(mailbox)) {
            last.put(mailbox, summary);
        }
        events.accept(new MessageSummaryChanged(account, mailbox, summary));
    }
}
