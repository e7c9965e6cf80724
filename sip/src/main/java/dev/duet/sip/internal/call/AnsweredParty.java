package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.SessionDescription;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.spi.CallLeg;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What both kinds of calls have done by their session, which they have once they are answered. On the loop. */
abstract class AnsweredParty implements CallParty {

    /** Null until the call is answered. */
    protected @Nullable Session session;

    /** Whom the facts are told; null when there is nobody yet. */
    abstract CallLeg.@Nullable Listener facts();

    @Override
    public final @Nullable Dialog dialog() {
        return session == null || session.isOver() ? null : session.dialog();
    }

    @Override
    public final void online() {
        if (session != null) {
            session.online();
        }
    }

    @Override
    public final void transfer(Address to) {
        move(answered -> answered.transfer(to));
    }

    @Override
    public final void transfer(CallLeg other) {
        move(answered -> answered.transfer(other));
    }

    @Override
    public final void park(Address at) {
        move(answered -> answered.park(at));
    }

    @Override
    public final void update(SessionDescription offer) {
        if (session != null) {
            session.update(offer);
        } else {
            offer(offer);
        }
    }

    private void move(Consumer<Session> command) {
        CallLeg.Listener listener = facts();
        if (session != null) {
            command.accept(session);
        } else if (listener != null) {
            listener.transferred(Session.notConnected());
        }
    }
}
