package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Mood;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What people tell about themselves, the user included: vCards, avatars, nicknames. The XMPP half has it; without one
 * nothing is found, and publishing fails as UNSUPPORTED. Others' nicknames and the ids of their avatars come by
 * themselves ({@link Contact#nickname()}, {@link Contact#avatarId()}); everything else is fetched when it is asked for.
 *
 * <p>Not to be implemented by applications.
 */
public interface Profiles {

    /**
     * Fetches somebody's vCard (XEP-0292, else XEP-0054). The telephone numbers and SIP addresses in it count as what
     * they say of themselves: see {@link Contact#hints()}.
     *
     * @return completes with the vCard, or with empty when there is none, or none for this account to see; fails when
     *     nobody answered
     */
    CompletableFuture<Optional<VCard>> vCard(Contact contact);

    /**
     * Fetches somebody's avatar (XEP-0084, else XEP-0153), or takes it from the cache. Bytes that are not what was
     * announced, or more than {@link Avatar#MAX_FETCHED}, count as none.
     *
     * @return completes with the avatar, or with empty when there is none; fails when nobody answered
     */
    CompletableFuture<Optional<Avatar>> avatar(Contact contact);

    /**
     * Asks when somebody was last there (XEP-0012), for one who is not there now. Since when one who is there is idle
     * is in {@link dev.duet.model.Presence#since()}.
     *
     * @return completes with the moment, to the second, or with empty when nobody may know; fails when nobody answered
     */
    CompletableFuture<Optional<Instant>> lastActivity(Contact contact);

    /** The user's own vCard, as the server has it. */
    CompletableFuture<Optional<VCard>> vCard();

    /** The user's own avatar, as the server has it. */
    CompletableFuture<Optional<Avatar>> avatar();

    /**
     * Publishes the user's vCard: for those who may see the user's presence where the server can do that (XEP-0292),
     * else for everybody (XEP-0054). What it holds beside stays.
     *
     * @return completes when the server has taken it; fails when it did not
     */
    CompletableFuture<Void> publish(VCard vCard);

    /**
     * Publishes the user's avatar, for old clients, too (XEP-0084, XEP-0153, XEP-0398).
     *
     * @param avatar of at most {@link Avatar#MAX_PUBLISHED} bytes
     * @return completes when the server has taken it; fails when it did not
     * @throws IllegalArgumentException when it is larger
     */
    CompletableFuture<Void> publish(Avatar avatar);

    /** Takes the user's avatar away. Completes when the server has done so; fails when it did not. */
    CompletableFuture<Void> removeAvatar();

    /**
     * Publishes what the user wishes to be called (XEP-0172).
     *
     * @param nickname at most 1,023 characters; empty for none any more
     * @return completes when the server has taken it; fails when it did not
     */
    CompletableFuture<Void> publishNickname(String nickname);

    /**
     * Publishes how the user feels (XEP-0107), for those who may see the user's presence.
     *
     * @param mood null for nothing any more
     * @return completes when the server has taken it; fails when it did not
     */
    CompletableFuture<Void> publishMood(@Nullable Mood mood);

    /**
     * Publishes what the user listens to (XEP-0118), in the same way.
     *
     * @param tune null for nothing any more
     * @return as of {@link #publishMood}
     */
    CompletableFuture<Void> publishTune(@Nullable Tune tune);

    /**
     * Publishes by which other addresses the user can be reached, such as telephone numbers and SIP addresses
     * (XEP-0152), for those who may see the user's presence. It counts there as what the user says: see
     * {@link Contact#hints()}.
     *
     * @param addresses at most 20; none for nothing any more
     * @return as of {@link #publishMood}
     * @throws IllegalArgumentException when there are more
     */
    CompletableFuture<Void> publishReachability(Set<Address> addresses);
}
