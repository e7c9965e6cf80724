package dev.duet.media.internal.transport;

import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.spi.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One generation from its credentials to the way that it finds, or to the moment when there is no more hope. Methods
 * run as tasks, one at a time; the events of the generation come from threads of ice4j's.
 */
final class IceSearch implements IceGeneration.Events {

    /** How long a way may take to be found after the other side's description is known. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** How long a way over a relay that works waits for one without. */
    static final Duration RELAY_WAIT = Duration.ofMillis(300);

    /** How long a way that works waits for a better one of its kind. */
    static final Duration LIKE_WAIT = Duration.ofMillis(50);

    /** How long the other side may still be heard when none of the known candidates works. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * How long checks wait for the other side's first while there is a way. One that comes before our answer is taken
     * by libwebrtc for a bad candidate beside those ways that work, and not tried again when the answer is there.
     */
    static final Duration ANSWER_WAIT = Duration.ofSeconds(1);

    private final Loop loop;
    private final SerialTasks tasks;
    private final Events events;
    private final Telling telling;
    private final IceGeneration generation;
    private boolean peerEnded;
    private volatile boolean over;
    private volatile @Nullable Runnable held; // begins the checks, which wait
    private Loop.@Nullable Timer limit;
    private Loop.@Nullable Timer answer;
    private Loop.@Nullable Timer nomination;
    private Loop.@Nullable Timer early;
    private Loop.@Nullable Timer grace;

    /** What comes of a search. */
    interface Events {

        /** The other side proved to be there: packets from it are welcome. On any thread. */
        void proved(InetSocketAddress remote);

        /** There is a way. On a thread of ice4j's, which must not free the generation. */
        void completed(IceSearch search, List<IceWay> ways);

        /** There is none. In a task. */
        void failed(IceSearch search, String why);
    }

    /** Makes a generation, as {@link IceGeneration} does. */
    IceSearch(
            int number,
            boolean controlling,
            int components,
            List<IcePort> ports,
            boolean hidden,
            Telling telling,
            Loop loop,
            SerialTasks tasks,
            Events events)
            throws IOException {
        this.telling = telling;
        this.loop = loop;
        this.tasks = tasks;
        this.events = events;
        generation = new IceGeneration(number, controlling, components, ports, hidden, this);
    }

    IceGeneration generation() {
        return generation;
    }

    /** The other side's, null before it is known. */
    @Nullable
    String peerFragment() {
        return generation.gate().peerFragment();
    }

    // --- what is known of both sides

    /** Runs that, which is to {@link #start}, once the other side has made a check, or after {@link #ANSWER_WAIT}. */
    void hold(Runnable start) {
        setLimit();
        held = start;
        answer = loop.schedule(ANSWER_WAIT, () -> tasks.add(this::waitNoMore));
    }

    private void waitNoMore() {
        Runnable start = held;
        if (!over && start != null) {
            held = null;
            start.run();
        }
    }

    boolean isHeld() {
        return held != null;
    }

    /** Begins the checks. */
    void start(IceDescription remote, boolean iceLite) {
        setLimit();
        generation.start(remote, iceLite);
    }

    private void setLimit() {
        if (limit == null) {
            limit = loop.schedule(
                    LIMIT,
                    () -> tasks.add(() -> fail("No way to the peer was found by ICE in " + LIMIT.toSeconds() + " s")));
        }
    }

    void add(IceCandidate remote) {
        generation.add(remote);
    }

    void peerEnded() {
        peerEnded = true;
        seeWhetherItIsOver();
    }

    void gathered() {
        telling.gathered();
        seeWhetherItIsOver();
    }

    /** When no candidate is to come from either side, and none works, there is no use in waiting (RFC 8838 8.3). */
    private void seeWhetherItIsOver() {
        if (!over && grace == null && isHopeless()) {
            grace = loop.schedule(
                    GRACE,
                    () -> tasks.add(() -> {
                        grace = null;
                        if (isHopeless()) {
                            fail("None of the peer's candidates can be reached");
                        }
                    }));
        }
    }

    private boolean isHopeless() {
        return telling.isGathered() && peerEnded && generation.isExhausted();
    }

    private void fail(String why) {
        if (!over) {
            events.failed(this, why);
        }
    }

    /** Lets go of ice4j's part; the ports stay open. */
    void end() {
        over = true;
        for (Loop.Timer each : new Loop.Timer[] {limit, answer, nomination, early, grace}) {
            if (each != null) {
                each.cancel();
            }
        }
        generation.free();
    }

    // --- what the generation finds out

    @Override
    public void checked() {
        if (held != null) {
            tasks.add(this::waitNoMore);
        }
    }

    @Override
    public void later(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void validated(boolean soon) {
        tasks.add(() -> {
            if (over) {
                return;
            }
            if (peerEnded && telling.isGathered() && !generation.hopesForBetter()) {
                generation.nominate();
                return;
            }
            if (soon && early == null) {
                early = nominateIn(LIKE_WAIT);
            }
            if (nomination == null) {
                nomination = nominateIn(RELAY_WAIT);
            }
        });
    }

    private Loop.Timer nominateIn(Duration wait) {
        return loop.schedule(wait, () -> tasks.add(generation::nominate));
    }

    @Override
    public void proved(InetSocketAddress remote) {
        events.proved(remote);
    }

    @Override
    public void pairFailed() {
        tasks.add(this::seeWhetherItIsOver);
    }

    @Override
    public void completed(List<IceWay> ways) {
        if (!over) {
            events.completed(this, ways);
        }
    }

    @Override
    public void failed(String why) {
        tasks.add(() -> fail(why));
    }
}
