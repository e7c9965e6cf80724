package dev.duet.api;

import dev.duet.model.Address;
import java.util.Optional;

/**
 * Somebody wants this account to call somebody: mostly the other side of a call, which transfers it (RFC 3515, RFC
 * 5589). Without an answer it is refused after the account's ring timeout. It stays when the
 * call ends meanwhile: some hang up at once.
 *
 * <p>Not to be implemented by applications.
 */
public interface TransferRequest {

    /** The call whose other side asks; empty when it came outside of calls. */
    Optional<Call> call();

    /** Who asks: the other side of the call, else the sender as far as the protocol vouches for it. */
    Address from();

    /** Whom to call. */
    Address target();

    /** On whose behalf, as told and not proved (RFC 3892); empty when not told. */
    Optional<Address> referredBy();

    /** True when the target expects the call: it takes the place of one that the target is in (RFC 3891). */
    boolean attended();

    /**
     * Calls the target. The other side is told how that goes, and mostly ends its call when it succeeded; the sound
     * that the application gave that call goes over to the new one, unless the new one is given its own.
     *
     * @return the new call; the same the second time
     * @throws IllegalStateException when it was rejected, or is refused by now
     */
    Call accept();

    /** Refuses. Does nothing once it is answered. */
    void reject();
}
