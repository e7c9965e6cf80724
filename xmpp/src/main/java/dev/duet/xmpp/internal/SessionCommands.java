package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.SpamReport;
import dev.duet.spi.Blocking;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands that are a part's of the session, while there is one. */
@OnLoop
record SessionCommands(Supplier<@Nullable Session> session, LinkListener listener) implements Blocking {

    @Override
    public void block(long operation, Set<Address> addresses, @Nullable SpamReport report) {
        online(operation, now -> now.blocked().block(operation, addresses, report));
    }

    @Override
    public void unblock(long operation, Set<Address> addresses) {
        online(operation, now -> now.blocked().unblock(operation, addresses));
    }

    private void online(long operation, Consumer<Session> command) {
        Session now = session.get();
        if (now == null) {
            listener.failed(operation, Iqs.notConnected());
        } else {
            command.accept(now);
        }
    }
}
