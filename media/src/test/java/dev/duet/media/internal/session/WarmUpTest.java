package dev.duet.media.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.duet.media.internal.codec.Codecs;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WarmUpTest {

    private final TestLoop loop = new TestLoop();
    private final Logger logger = (Logger) LoggerFactory.getLogger(WarmUp.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Level level = logger.getLevel();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        logger.setLevel(level);
        loop.close();
    }

    private static long iceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("IceConnector"))
                .count();
    }

    @Test
    void everyPartIsDoneAndLeavesNothingBehindButTheCertificate() {
        Identities identities = new Identities(loop, loop.blocking());
        new WarmUp(Codecs.load(), loop, identities).parts().forEach(Runnable::run);
        Awaitility.await().until(() -> identities.current().isDone());
        Awaitility.await().until(() -> iceThreads() == 0);
        assertEquals(
                List.of(Level.DEBUG, Level.DEBUG),
                log.list.stream().map(ILoggingEvent::getLevel).toList());
        assertTrue(log.list.stream().allMatch(event -> event.getMessage().startsWith("Warmed up")), log.list::toString);
    }

    @Test
    void aRuntimeThatEndedIsNotWarmedUpAndNothingIsThrown() {
        Engine engine = new Engine(loop);
        loop.blocking().shutdownNow();
        engine.warmUp();
        engine.close();
        assertEquals(List.of(), log.list);
    }
}
