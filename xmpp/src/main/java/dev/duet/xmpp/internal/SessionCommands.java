package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.OwnPresence;
import dev.duet.model.SpamReport;
import dev.duet.model.VCard;
import dev.duet.spi.Blocking;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.spi.PeopleLink;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands that are a part's of the session, while there is one. */
@OnLoop
record SessionCommands(Supplier<@Nullable Session> session, LinkListener listener) implements Blocking, PeopleLink {

    @Override
    public void block(long operation, Set<Address> addresses, @Nullable SpamReport report) {
        online(operation, now -> now.blocked().block(operation, addresses, report));
    }

    @Override
    public void unblock(long operation, Set<Address> addresses) {
        online(operation, now -> now.blocked().unblock(operation, addresses));
    }

    @Override
    public void fetchVCard(long operation, Address of) {
        about(operation, of, (now, address) -> now.vCards().fetch(operation, address));
    }

    @Override
    public void fetchAvatar(long operation, Address of) {
        about(operation, of, (now, address) -> now.fetchAvatar(operation, address));
    }

    @Override
    public void publishVCard(long operation, VCard vCard) {
        online(operation, now -> now.vCards().publish(operation, vCard));
    }

    @Override
    public void publishAvatar(long operation, @Nullable Avatar avatar) {
        online(operation, now -> now.publishAvatar(operation, avatar));
    }

    @Override
    public void publishNickname(long operation, String nickname) {
        online(operation, now -> now.nicknames().publish(operation, nickname));
    }

    @Override
    public void fetchLastActivity(long operation, Address of) {
        about(operation, of, (now, address) -> now.lastActivity().fetch(operation, address));
    }

    @Override
    public void publishTo(long operation, Address to, OwnPresence presence) {
        about(operation, to, (now, address) -> {
            now.publishTo(address, presence);
            listener.completed(operation);
        });
    }

    private void about(long operation, Address of, BiConsumer<Session, Address.Xmpp> command) {
        if (of instanceof Address.Xmpp address) {
            online(operation, now -> command.accept(now, address));
        } else {
            listener.failed(operation, XmppLink.notXmpp(of));
        }
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
