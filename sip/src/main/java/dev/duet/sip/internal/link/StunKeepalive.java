package dev.duet.sip.internal.link;

import dev.duet.sip.internal.rfc5626.StunBinding;
import dev.duet.sip.internal.stack.Port;
import dev.duet.spi.Loop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a UDP flow by STUN (RFC 5626 4.4.2): it is dead when the server sees this side elsewhere than before, for then
 * nothing of the server comes any more where it sends it, and when a server that answered does not answer any more. One
 * that never did has no STUN, whatever it says of itself. On the loop.
 */
final class StunKeepalive {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final int TRIES = 5; // at 0, 0.5, 1.5, 3.5 and 7.5 s: all before the next beat

    private final Loop loop;
    private final Port port;
    private final InetSocketAddress server;
    private final Consumer<String> dead;
    private @Nullable StunBinding asked;
    private @Nullable InetSocketAddress mapped;
    private boolean answers;
    private Loop.@Nullable Timer timer;

    /**
     * Nothing is sent yet.
     *
     * @param dead told why the flow is dead
     */
    StunKeepalive(Loop loop, Port port, InetSocketAddress server, Consumer<String> dead) {
        this.loop = loop;
        this.port = port;
        this.server = server;
        this.dead = dead;
        port.onStun(server, this::received);
    }

    /** Asks once more, every {@link Keepalive#PING}. */
    void beat() {
        boolean silent = asked != null;
        stopTimer();
        StunBinding next = new StunBinding();
        asked = next;
        send(next, 1);
        if (silent && answers) {
            answers = false;
            mapped = null;
            dead.accept("The server does not answer STUN any more");
        }
    }

    void end() {
        stopTimer();
        asked = null;
        port.onStun(server, null);
    }

    private void send(StunBinding binding, int tries) {
        port.sendStun(binding.request(), server);
        timer = tries == TRIES
                ? null
                : loop.schedule(FIRST.multipliedBy(1L << tries - 1), () -> send(binding, tries + 1));
    }

    private void received(byte[] answer) {
        InetSocketAddress now = asked == null ? null : asked.mapped(answer).orElse(null);
        if (now == null) {
            return;
        }
        stopTimer();
        asked = null;
        answers = true;
        InetSocketAddress before = mapped;
        mapped = now;
        if (before != null && !before.equals(now)) {
            dead.accept("The server sees this device at " + now + " and no more at " + before);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
