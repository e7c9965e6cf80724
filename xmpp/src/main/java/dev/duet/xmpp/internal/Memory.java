package dev.duet.xmpp.internal;

import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.model.MessageContent;
import dev.duet.model.WireDetail;
import dev.duet.model.XmppConfig;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.jingle.Calls;
import dev.duet.xmpp.internal.rfc6121.Ledger;
import dev.duet.xmpp.internal.rfc6121.Messages;
import dev.duet.xmpp.internal.rfc6121.RosterMemory;
import dev.duet.xmpp.internal.stream.SignIn;
import dev.duet.xmpp.internal.stream.StreamFeatures;
import dev.duet.xmpp.internal.xep0045.RoomMemory;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0313.CatchUp;
import dev.duet.xmpp.internal.xep0402.BookmarkMemory;
import dev.duet.xmpp.internal.xep0484.Tokens;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an account remembers from session to session. */
@OnLoop
final class Memory {

    /** Messages. */
    final Ledger ledger = new Ledger();

    /** How far in its archive. */
    final CatchUp.Place place = new CatchUp.Place();

    /** The rooms. */
    final RoomMemory rooms = new RoomMemory();

    /** The rooms that the server keeps in mind. */
    final BookmarkMemory bookmarks = new BookmarkMemory();

    /** The contact list. */
    final RosterMemory roster = new RosterMemory();

    /** What to sign in with in the place of the password. */
    final Tokens tokens = new Tokens();

    /** What the server offered with the session; it need not say so again when that is resumed. */
    StreamFeatures features = StreamFeatures.NONE;

    private @Nullable Calls calls;

    private Address.@Nullable Xmpp self;
    private boolean nameRefused;

    /** The avatar that presence announces (XEP-0153), empty for none; null where the server announces it. */
    @Nullable
    String avatar;

    /** What PEP holds of us, as far as we put it there; null when that is not known. */
    @Nullable
    Set<Activity> published = Set.of();

    /** The calls, those before included, in a sign-in that begins. */
    Calls calls(Calls.Parts parts) {
        self = parts.self();
        nameRefused = false;
        Calls now = calls;
        if (now == null) {
            now = new Calls(parts);
            calls = now;
        } else {
            now.adopt(parts);
        }
        return now;
    }

    /**
     * What a sign-in should go on with.
     *
     * @param wish the session, if it can be resumed
     * @return null for nothing
     */
    SignIn.@Nullable Before before(Management.@Nullable Wish wish) {
        Address.Xmpp known = self;
        boolean calling = calls != null && calls.isWaiting();
        return known == null || wish == null && !calling
                ? null
                : new SignIn.Before(wish, known, calling && !nameRefused ? known.resource() : null);
    }

    /**
     * A sign-in failed.
     *
     * @return what to make of it: that the server does not give the device its name again is no reason to give up
     */
    Failure refused(SignIn.@Nullable Before asked, Failure failure) {
        WireDetail wire = failure.wire();
        if (asked == null
                || asked.resource() == null
                || wire == null
                || !wire.condition().equals("conflict")) {
            return failure;
        }
        nameRefused = true;
        return new Failure(failure.kind(), failure.origin(), Failure.Retry.NOW, failure.message(), wire);
    }

    /** The password is another: the tokens of the one before go with it. */
    XmppConfig adopt(XmppConfig changed) {
        tokens.clear();
        return changed;
    }

    /** No sign-in follows. */
    void endCalls(Failure failure) {
        if (calls != null) {
            calls.end(failure);
        }
    }

    /** What waits for a session fails. */
    void failKept(Failure failure, LinkListener listener) {
        for (Xml message : ledger.takeKept()) {
            String id = message.attribute("id");
            if (id != null) {
                listener.delivery(id, Delivery.failed(failure));
            }
        }
    }

    /** A message of ours as it goes on the wire. */
    Xml written(String id, Address.Xmpp to, MessageContent content) {
        return rooms.isRoom(to)
                ? Messages.toRoom(ledger, id, to.bare(), content)
                : Messages.content(ledger, id, to, content);
    }
}
