package dev.duet.sip.internal.stack;

import dev.duet.sip.internal.stack.ServerTransaction.Key;
import dev.duet.sip.internal.stack.ServerTransaction.State;
import dev.duet.spi.Loop;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The requests of others over one wire that are under way, or were answered within 64 times T1 (RFC 3261 17.2, RFC 6026
 * 7.1). JAIN-SIP's own keep requests and responses whole, and take a timer each every half second. On the loop.
 */
final class ServerTransactions {

    static final Duration T1 = Duration.ofMillis(500);
    static final Duration T2 = Duration.ofSeconds(4);

    /** Timers H, J and L. */
    static final Duration REMEMBERED = T1.multipliedBy(64);

    /** How long a caller is left without a word (RFC 3261 17.2.1). */
    static final Duration UNTIL_TRYING = Duration.ofMillis(200);

    private final Loop loop;
    private final boolean reliable;
    private final BiConsumer<byte[], InetSocketAddress> wire;
    private final Consumer<ServerTransaction> forgotten;
    private final Map<Key, ServerTransaction> all = new HashMap<>();
    private final Lingering<Turn> lingering;

    /**
     * None yet.
     *
     * @param reliable whether the wire loses nothing
     * @param wire sends
     * @param forgotten told of each that is over
     */
    ServerTransactions(
            Loop loop,
            boolean reliable,
            BiConsumer<byte[], InetSocketAddress> wire,
            Consumer<ServerTransaction> forgotten) {
        this.loop = loop;
        this.reliable = reliable;
        this.wire = wire;
        this.forgotten = forgotten;
        this.lingering = new Lingering<>(loop, REMEMBERED, this::over);
    }

    /** The transaction that a request is part of; null for a new one, and for the ACK to an acceptance. */
    @Nullable
    ServerTransaction find(SIPRequest request) {
        ServerTransaction found = all.get(Key.of(request));
        boolean ackToOther =
                found != null && request.getMethod().equals(Request.ACK) && found.state() == State.ACCEPTED;
        return ackToOther ? null : found;
    }

    /** True when a CANCEL is for a request that is remembered. */
    boolean isCancelled(SIPRequest cancel) {
        return all.containsKey(Key.ofCancelled(cancel));
    }

    int size() {
        return all.size();
    }

    /**
     * Takes a new request, not an ACK.
     *
     * @param to where its answers go
     * @param trying what to tell who calls when nobody answers at once
     */
    ServerTransaction begin(SIPRequest request, InetSocketAddress to, Runnable trying) {
        ServerTransaction begun = new ServerTransaction(Key.of(request), to);
        all.put(begun.key(), begun);
        if (begun.key().invites()) {
            begun.timer(loop.schedule(UNTIL_TRYING, trying));
        } else {
            forgetLater(begun); // an answer after that is of no use (RFC 4320 4.2)
        }
        return begun;
    }

    /** Takes what came again, or the ACK to a refusal. */
    void again(ServerTransaction transaction, SIPRequest request) {
        byte[] last = transaction.last();
        if (request.getMethod().equals(Request.ACK)) {
            acknowledged(transaction);
        } else if (last != null
                && (transaction.state() == State.PROCEEDING || transaction.state() == State.COMPLETED)) {
            wire.accept(last, transaction.to());
        }
    }

    private void acknowledged(ServerTransaction transaction) {
        if (transaction.state() == State.COMPLETED && transaction.key().invites()) {
            transaction.state(State.CONFIRMED);
            transaction.stopTimer();
            transaction.last(null);
            if (reliable) {
                forget(transaction);
            }
        }
    }

    /** Gives an answer; false when the final one was given before. */
    boolean answer(ServerTransaction transaction, int status, byte[] message) {
        if (transaction.isAnswered() || all.get(transaction.key()) != transaction) {
            return false;
        }
        transaction.stopTimer();
        boolean invites = transaction.key().invites();
        if (status < 200) {
            transaction.state(State.PROCEEDING);
            transaction.last(message);
        } else if (invites && status / 100 == 2) {
            transaction.state(State.ACCEPTED);
            transaction.last(null);
        } else {
            transaction.state(State.COMPLETED);
            transaction.last(message);
            if (invites && !reliable) {
                repeat(transaction, message, T1);
            }
        }
        if (status >= 200) {
            if (reliable && !invites) {
                forget(transaction);
            } else {
                forgetLater(transaction);
            }
        }
        wire.accept(message, transaction.to());
        return true;
    }

    private void repeat(ServerTransaction transaction, byte[] message, Duration after) {
        transaction.timer(loop.schedule(after, () -> {
            wire.accept(message, transaction.to());
            Duration twice = after.multipliedBy(2);
            repeat(transaction, message, twice.compareTo(T2) < 0 ? twice : T2);
        }));
    }

    private void forgetLater(ServerTransaction transaction) {
        lingering.add(new Turn(transaction, transaction.nextTurn()));
    }

    private void over(Turn turn) {
        if (turn.transaction.turn() == turn.number) { // it was not answered since
            forget(turn.transaction);
        }
    }

    private void forget(ServerTransaction transaction) {
        transaction.stopTimer();
        if (all.remove(transaction.key(), transaction)) {
            forgotten.accept(transaction);
        }
    }

    /** Waits twice when the answer comes after a while: the first time is then of no meaning. */
    private record Turn(ServerTransaction transaction, int number) {}
}
