package dev.duet.sip.internal.stack;

import dev.duet.spi.Loop;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetSocketAddress;
import java.util.Locale;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request of another's that was taken: what comes again is no other (RFC 3261 17.2, RFC 6026 7.1). It keeps nothing
 * of the request, and of its answers the last as bytes. On the loop.
 */
public final class ServerTransaction {

    private static final String COOKIE = "z9hg4bk";

    private final Key key;
    private final InetSocketAddress to;
    private State state;
    private byte @Nullable [] last;
    private Loop.@Nullable Timer timer; // for 100, and then for what is sent again
    private int turn;

    /**
     * One that is not answered yet.
     *
     * @param to where its answers go
     */
    ServerTransaction(Key key, InetSocketAddress to) {
        this.key = key;
        this.to = to;
        this.state = key.invites() ? State.PROCEEDING : State.TRYING;
    }

    Key key() {
        return key;
    }

    InetSocketAddress to() {
        return to;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /** True when its final answer was given. */
    boolean isAnswered() {
        return state != State.TRYING && state != State.PROCEEDING;
    }

    /** The answer that was given last; null before there is one. */
    byte @Nullable [] last() {
        return last;
    }

    void last(byte @Nullable [] message) {
        last = message;
    }

    void timer(Loop.Timer next) {
        stopTimer();
        timer = next;
    }

    void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** How often it began to wait for its end. */
    int turn() {
        return turn;
    }

    int nextTurn() {
        return ++turn;
    }

    /** What the request and its answers have come to. */
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        CONFIRMED,
        ACCEPTED
    }

    /** What tells them apart (RFC 3261 17.2.3). */
    record Key(String branch, String host, int port, String method) {

        static Key of(SIPRequest request) {
            return of(request, request.getMethod().equals(Request.ACK) ? Request.INVITE : request.getMethod());
        }

        /** Of the INVITE that a CANCEL is for (RFC 3261 9.2). */
        static Key ofCancelled(SIPRequest cancel) {
            return of(cancel, Request.INVITE);
        }

        private static Key of(SIPRequest request, String method) {
            Via via = request.getTopmostVia();
            String branch = via.getBranch() == null ? "" : via.getBranch().toLowerCase(Locale.ROOT);
            if (branch.startsWith(COOKIE) && branch.length() > COOKIE.length()) {
                return new Key(branch, via.getHost(), via.getPort(), method);
            }
            String old = String.join( // of RFC 2543: no branch can tell
                    "\n",
                    request.getRequestURI().toString(),
                    String.valueOf(request.getFromTag()),
                    request.getCallId().getCallId(),
                    Long.toString(request.getCSeq().getSeqNumber()),
                    via.encode());
            return new Key(old, "", 0, method);
        }

        /** Branches are random: with each message one is looked up. */
        @Override
        public int hashCode() {
            return 31 * branch.hashCode() + method.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && branch.equals(key.branch)
                    && method.equals(key.method)
                    && port == key.port
                    && host.equals(key.host);
        }

        boolean invites() {
            return method.equals(Request.INVITE);
        }
    }
}
