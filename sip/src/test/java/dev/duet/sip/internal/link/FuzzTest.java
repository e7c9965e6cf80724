package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.duet.model.SipConfig.Transport;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Whatever comes over the wire, well-formed or not, in whatever order: nothing is thrown, nothing hangs, what is sent
 * is well-formed, and when all is over nothing is left and the account takes what is good. A few seconds by default;
 * {@code -Dduet.fuzz.minutes=10} goes on with other seeds. What fails names its seed, which {@code -Dduet.fuzz.seed}
 * repeats.
 */
class FuzzTest {

    private static final int STEPS = 400;
    private static final int SEEDS = 12;

    /** What ten minutes found once. */
    private static final List<Long> FOUND = List.of(1795747116567L, 1795747431681L, 1795749727896L);

    private static final long MOST_CPU_NANOS = Duration.ofSeconds(2).toNanos();
    private static final Pattern BARE_END = Pattern.compile("\r(?!\n)|(?<!\r)\n|(?<!\\\\)\u0000");
    private static final List<String> ONCE = List.of("From", "To", "Call-ID", "CSeq", "Content-Length");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.duet.sip");
    private final Level before = logger.getLevel();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(before);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // with -Dduet.fuzz.minutes
    void nothingThatComesDoesHarm() {
        Long only = Long.getLong("duet.fuzz.seed");
        if (only != null) {
            one(only);
            return;
        }
        FOUND.forEach(this::one);
        Duration time = Duration.ofMinutes(Integer.getInteger("duet.fuzz.minutes", 0));
        long first = time.isZero() ? 1 : System.currentTimeMillis();
        long end = System.nanoTime() + time.toNanos();
        long seeds = 0;
        for (long seed = first; seeds < SEEDS || System.nanoTime() < end; seed++, seeds++) {
            one(seed);
        }
        System.out.println(seeds + " seeds of " + STEPS + " steps, from " + first);
    }

    private void one(long seed) {
        byte[] last = new byte[0];
        try {
            SipNoise noise = new SipNoise(seed);
            FuzzedAgent agent = new FuzzedAgent(seed % 3 == 0 ? Transport.TCP : Transport.UDP, noise);
            for (int i = 0; i < STEPS; i++) {
                long cpu = cpuNanos();
                last = agent.step();
                assertTrue(cpuNanos() - cpu < MOST_CPU_NANOS, "it takes too long");
                agent.sent().forEach(FuzzTest::check);
                checkLog();
            }
            last = new byte[0];
            leavesNothing(agent);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Seed " + seed + ", behind\n" + new String(last, StandardCharsets.ISO_8859_1), e);
        }
    }

    private void leavesNothing(FuzzedAgent agent) {
        agent.endAll();
        agent.virtual.loop.advance(Duration.ofMinutes(8));
        agent.sent().forEach(FuzzTest::check);
        checkLog();
        assertEquals(0, agent.virtual.loop.timers(), "timers");
        List<String> answer = agent.good("OPTIONS");
        assertEquals(1, answer.size());
        assertTrue(answer.get(0).startsWith("SIP/2.0 200 "), answer.get(0));
        int calls = agent.account.incoming.size();
        agent.good("INVITE");
        assertEquals(calls + 1, agent.account.incoming.size());
        agent.endAll();
    }

    /** Handlers that throw are caught, and told here alone. */
    private void checkLog() {
        for (ILoggingEvent event : log.list) {
            boolean bad = event.getLevel().isGreaterOrEqual(Level.WARN)
                    || event.getFormattedMessage().contains("was dropped")
                            && event.getFormattedMessage().contains("java.lang.");
            if (bad) {
                String cause = event.getThrowableProxy() == null
                        ? ""
                        : ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy());
                log.list.clear();
                throw new AssertionError(event.getFormattedMessage() + "\n" + cause);
            }
        }
        log.list.clear();
    }

    private static void check(String message) {
        if (message.isBlank()) {
            return; // a keep-alive
        }
        int end = message.indexOf("\r\n\r\n");
        assertTrue(end > 0, () -> "no end of headers: " + message);
        String head = message.substring(0, end);
        assertTrue(!BARE_END.matcher(head).find(), () -> "a bare end of a line: " + message);
        String[] lines = head.split("\r\n");
        assertTrue(
                lines[0].matches("SIP/2\\.0 [1-6][0-9][0-9] [^\r\n]*|[A-Za-z0-9.!%*_+`'~-]+ \\S+ SIP/2\\.0"),
                () -> "a bad first line: " + message);
        for (String name : ONCE) {
            long count = List.of(lines).stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .count();
            assertEquals(1, count, () -> name + " in " + message);
        }
        int body = message.substring(end + 4).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(
                List.of(lines).contains("Content-Length: " + body), () -> "the length is not " + body + ": " + message);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
