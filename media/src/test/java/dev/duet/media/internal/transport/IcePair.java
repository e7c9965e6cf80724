package dev.duet.media.internal.transport;

import static org.awaitility.Awaitility.await;

import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** Two sides on loopback, the test's thread being the tick of both. Time stands still unless the test moves it. */
final class IcePair implements AutoCloseable {

    static final MediaConfig CONFIG = MediaConfig.DEFAULT.withLocalHost("127.0.0.1");

    final TestRuntime runtime = new TestRuntime();
    final Side alice = new Side();
    final Side bob = new Side();
    final AtomicReference<List<InetAddress>> aliceAddresses = new AtomicReference<>();
    final IceTransport aliceWay;
    final IceTransport bobWay;

    IcePair(MediaConfig aliceConfig, MediaConfig bobConfig, boolean trickle) throws Exception {
        this(aliceConfig, bobConfig, trickle ? Trickling.FULL : Trickling.NONE);
    }

    IcePair(MediaConfig aliceConfig, MediaConfig bobConfig, Trickling trickling) throws Exception {
        aliceAddresses.set(List.of(InetAddress.getByName(aliceConfig.localHost())));
        aliceWay = new IceTransport(aliceConfig, "", trickling, runtime, Farewells.HASTY, alice, aliceAddresses::get);
        bobWay = new IceTransport(bobConfig, "", trickling, runtime, bob);
        alice.trickleTo(bobWay);
        bob.trickleTo(aliceWay);
    }

    /** Both drain while the condition does not hold. */
    void until(Callable<Boolean> condition) {
        try {
            await().pollInSameThread()
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        drain();
                        return condition.call();
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "Not in a minute. Timers: " + runtime.loop().timers() + "; Alice: " + alice + "; Bob: " + bob, e);
        }
    }

    /** The same while time goes on, a millisecond each time. */
    void passing(Callable<Boolean> condition) {
        until(() -> {
            runtime.loop().advance(Duration.ofMillis(1));
            return condition.call();
        });
    }

    void drain() {
        aliceWay.drain(alice);
        bobWay.drain(bob);
        runtime.loop().run();
    }

    MediaDescription offer() {
        aliceWay.open(null);
        passing(() -> !alice.locals.isEmpty());
        return alice.description();
    }

    MediaDescription answer(MediaDescription offer) {
        bobWay.open(offer);
        bobWay.remote(offer);
        passing(() -> !bob.locals.isEmpty());
        return bob.description();
    }

    void connect() {
        aliceWay.remote(answer(offer()));
        passing(() -> alice.connected.get() > 0 && bob.connected.get() > 0);
    }

    /** Alice's TURN servers, those that did not answer yet included. */
    List<TurnRelay> aliceWayRelays() {
        return aliceWay.relays();
    }

    void bothWaysWork() {
        int before = Math.max(alice.rtp.size(), bob.rtp.size());
        passing(() -> {
            aliceWay.sendRtp(Side.rtp(1), 0, 172);
            bobWay.sendRtp(Side.rtp(2), 0, 172);
            return alice.rtp.size() > before && bob.rtp.size() > before;
        });
    }

    @Override
    public void close() {
        aliceWay.close();
        bobWay.close();
        runtime.close();
    }
}
