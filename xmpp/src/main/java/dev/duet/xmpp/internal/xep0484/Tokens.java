package dev.duet.xmpp.internal.xep0484;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an account keeps to sign in with next time, as long as the process lives. Thread-safe. */
public final class Tokens {

    /** What servers know this installation by (XEP-0388 2.2). */
    private final String agent = UUID.randomUUID().toString();

    private @Nullable FastToken token; // guarded by this
    private long epoch; // guarded by this

    /** The id of this installation, unlike that of any other. */
    public String agent() {
        return agent;
    }

    /** The newest token; null when there is none. */
    public synchronized @Nullable FastToken get() {
        return token;
    }

    /** Which password the tokens are of. To be asked for before signing in, for {@link #put}. */
    public synchronized long epoch() {
        return epoch;
    }

    /**
     * The server gave a token: those before are of no more use once it is used. Does nothing when the password is
     * another meanwhile.
     */
    public synchronized void put(FastToken fresh, long since) {
        if (since == epoch) {
            token = fresh;
        }
    }

    /** The token is good for nothing. Does nothing when there is another meanwhile. */
    public synchronized void discard(FastToken spent) {
        if (spent.equals(token)) {
            token = null;
        }
    }

    /** No token: when the password is another, whoever had the tokens of the old one is not trusted either. */
    public synchronized void clear() {
        epoch++;
        token = null;
    }
}
