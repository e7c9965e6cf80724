package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Mood;
import dev.duet.model.OwnPresence;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a link can fetch and publish about people. The outcome of a command is told as {@link Link} says. */
@OnLoop
public interface PeopleLink {

    /**
     * Fetches somebody's vCard. It is told by {@link LinkListener#vCard} before the operation is; that there is none is
     * no failure.
     */
    void fetchVCard(long operation, Address of);

    /** Fetches somebody's avatar, in the same way. Told by {@link LinkListener#avatar}. */
    void fetchAvatar(long operation, Address of);

    /** Publishes the user's vCard, keeping what else the server has of it. */
    void publishVCard(long operation, VCard vCard);

    /**
     * Publishes the user's avatar.
     *
     * @param avatar of at most {@link Avatar#MAX_PUBLISHED} bytes; null for none any more
     */
    void publishAvatar(long operation, @Nullable Avatar avatar);

    /** Asks when somebody was last there, in the same way. Told by {@link LinkListener#lastActivity}. */
    void fetchLastActivity(long operation, Address of);

    /**
     * Tells somebody in particular a presence of the user's (RFC 6121 4.6), until the session ends or the user hides.
     *
     * @param presence OFFLINE takes it back
     */
    void publishTo(long operation, Address to, OwnPresence presence);

    /** Publishes the user's nickname; empty for none any more. */
    void publishNickname(long operation, String nickname);

    /** Publishes how the user feels; null for nothing any more. */
    void publishMood(long operation, @Nullable Mood mood);

    /** Publishes what the user listens to; null for nothing any more. */
    void publishTune(long operation, @Nullable Tune tune);

    /** Publishes by which other addresses the user can be reached; none for nothing any more. */
    void publishReachability(long operation, Set<Address> addresses);
}
