package dev.duet.internal.contact;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the vCards of the people on the server's list, one after the other and slowly, so that who calls by a number in
 * one of them is found, and who has a number can be called (RFC 7081 3.1, 3.2). Whoever may be calling goes first.
 */
public final class VCardSearch {

    /** A long list is not read whole: a server has better to do. Who calls with a cue is looked up all the same. */
    static final int MOST = 1_000;

    private static final Duration AFTER_SIGN_IN = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private final Loop loop;
    private final Reader reader;
    private final boolean everybody;
    private final Deque<Address> open = new ArrayDeque<>();
    private final Set<Address> asked = new HashSet<>();
    private Loop.Timer timer = () -> {};
    private boolean online;
    private boolean settled; // sign-in is over, and so is what comes with it
    private @Nullable Address reading;

    /** Reads one vCard. */
    interface Reader {

        /** Reads; what it says goes to the contact list. */
        @OnLoop
        void read(Address of, Done done);
    }

    /** A vCard was read, or could not be. */
    interface Done {
        void done(@Nullable Failure failure);
    }

    /**
     * Nobody is read.
     *
     * @param everybody true to read all that are on the list; false for those alone who may be calling
     */
    VCardSearch(Loop loop, boolean everybody, Reader reader) {
        this.loop = loop;
        this.everybody = everybody;
        this.reader = reader;
    }

    /** These are on the server's list. Each is read once while the account is open. */
    @OnLoop
    public void listed(Collection<Address> addresses) {
        if (everybody) {
            addresses.stream()
                    .filter(address -> asked.size() < MOST && asked.add(address))
                    .forEach(open::addLast);
            if (settled && reading == null) {
                inAMoment(BETWEEN);
            }
        }
    }

    /** Somebody who calls may be this one. */
    @OnLoop
    public void mayCall(Address address) {
        asked.add(address);
        open.remove(address);
        if (!address.equals(reading)) {
            open.addFirst(address); // it may have changed since it was read
            next();
        }
    }

    /** The XMPP half is online. */
    @OnLoop
    public void online() {
        online = true;
        inAMoment(AFTER_SIGN_IN);
    }

    /** The XMPP half is not online any more. */
    @OnLoop
    public void offline() {
        online = false;
        settled = false;
        timer.cancel();
    }

    private void inAMoment(Duration moment) {
        timer.cancel();
        timer = loop.schedule(moment, () -> {
            settled = true;
            next();
        });
    }

    private void next() {
        if (!online || reading != null || open.isEmpty()) {
            return;
        }
        Address address = open.removeFirst();
        reading = address;
        reader.read(address, failure -> {
            reading = null;
            if (failure != null && isPassing(failure)) {
                open.addFirst(address); // until there is a connection again
            } else if (settled) {
                inAMoment(BETWEEN);
            }
        });
    }

    /** Who has no vCard, or shows none, is not asked again. */
    private static boolean isPassing(Failure failure) {
        return failure.kind() == Failure.Kind.CLOSED || failure.kind() == Failure.Kind.NETWORK;
    }
}
