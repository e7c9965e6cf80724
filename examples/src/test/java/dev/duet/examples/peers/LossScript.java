package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.examples.Futures;
import dev.duet.model.Delivery.Stage;
import dev.duet.model.LinkPhase;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Two people write numbered messages to each other while their connections are cut, half of the times for so long that
 * the server forgets the session, and once it is restarted: all arrive, once and in order. {@code -Dduet.loss=full}
 * takes 1,000 messages each way, 20 cuts and three seeds.
 *
 * @param messages how many each way
 * @param cuts how many losses of a connection
 * @param bytes how long each message is at least, on its way to the server
 * @param kinds how connections are lost, one as often as the other
 */
record LossScript(int messages, int cuts, int bytes, List<Cut> kinds) {

    static final boolean FULL = "full".equals(System.getProperty("duet.loss"));
    static final List<Integer> SEEDS = FULL ? List.of(1, 2, 3) : List.of(1);
    /** Longer than a request may take: what waits goes out when the archive has answered, or has not. */
    static final Duration PATIENCE = Duration.ofSeconds(FULL ? 180 : 60);

    /** A script of that size, unless all is asked for. */
    static LossScript of(int messages, int cuts, int bytes) {
        return new LossScript(FULL ? 1_000 : messages, FULL ? 20 : cuts, bytes, List.of(Cut.CLOSE, Cut.RESET));
    }

    /** The same, with connections that are lost in that way alone. */
    LossScript by(Cut kind) {
        return new LossScript(messages, cuts, bytes, List.of(kind));
    }

    /** Two people at a server. */
    interface Pair extends AutoCloseable {
        LossSide alice();

        LossSide bob();

        @Override
        default void close() {
            alice().close();
            bob().close();
        }
    }

    /** Starts a server. */
    interface Start {
        XmppPeer server();
    }

    /** Brings two people together at a server. */
    interface Meeting {
        Pair at(XmppPeer server, int seed);
    }

    /** Loses connections with each seed, and checks that nothing else was lost. */
    void run(Start start, Meeting meeting) {
        for (int seed : SEEDS) {
            XmppPeer server = start.server();
            try (Pair pair = meeting.at(server, seed)) {
                server = talk(server, pair.alice(), pair.bob(), new Random(seed));
                check("Seed " + seed + ", Bob", pair.bob(), pair.alice());
                check("Seed " + seed + ", Alice", pair.alice(), pair.bob());
            } finally {
                server.close();
            }
        }
    }

    private XmppPeer talk(XmppPeer first, LossSide alice, LossSide bob, Random random) {
        XmppPeer server = first;
        int restart = random.nextInt(cuts);
        for (int cut = 0; cut < cuts; cut++) {
            int from = messages * cut / cuts;
            int end = messages * (cut + 1) / cuts;
            int middle = (from + end) / 2;
            LossSide victim = random.nextBoolean() ? alice : bob;
            LossSide other = victim == alice ? bob : alice;
            if (cut == restart) {
                alice.say(from, middle);
                bob.say(from, middle);
                // what a server took and has not stored yet is lost with it, and nobody can mend that
                await("that nothing is under way").atMost(PATIENCE).untilAsserted(() -> {
                    assertEquals(List.of(), alice.underWay(middle, bob), "of Alice's");
                    assertEquals(List.of(), bob.underWay(middle, alice), "of Bob's");
                });
                server = server.restarted();
                other.account.networkChanged();
            } else {
                // this is somewhere in the first half
                Direction direction = random.nextBoolean() ? Direction.UP : Direction.DOWN;
                int place = random.nextInt(bytes * (middle - from));
                victim.wire.cutAfter(direction, place, kinds.get(random.nextInt(kinds.size())));
                alice.say(from, middle);
                bob.say(from, middle);
                await("the cut").atMost(PATIENCE).until(() -> !victim.is(LinkPhase.ONLINE));
            }
            alice.say(middle, end);
            bob.say(middle, end);
            if (cut % 2 == 1 && cut != restart) {
                await("that the server forgets")
                        .atMost(PATIENCE)
                        .until(() -> other.is(LinkPhase.ONLINE) && other.seesNobody());
            }
            victim.comeBack();
            other.comeBack();
        }
        return server;
    }

    private void check(String what, LossSide receiver, LossSide sender) {
        List<String> all =
                IntStream.range(0, messages).mapToObj(Integer::toString).toList();
        await(what).atMost(PATIENCE).untilAsserted(() -> {
            List<String> missing = new ArrayList<>(all);
            missing.removeAll(receiver.received);
            assertEquals(
                    List.of(),
                    missing,
                    () -> "missing, which their sender sees as "
                            + missing.stream().map(sender.stages::get).toList());
        });
        assertEquals(all, List.copyOf(receiver.received), what);
        await(what + " said so").atMost(PATIENCE).untilAsserted(() -> {
            List<String> untold = new ArrayList<>(all);
            untold.removeIf(body -> sender.stages.get(body) == Stage.DELIVERED);
            assertEquals(
                    List.of(),
                    untold,
                    () -> "not known to be delivered: "
                            + untold.stream().map(sender.stages::get).toList());
        });
        sender.sent.forEach(Futures::await);
    }
}
