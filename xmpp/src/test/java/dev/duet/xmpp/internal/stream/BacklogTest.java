package dev.duet.xmpp.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();
    private int wentOn;

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            backlog.add();
        }
    }

    private void take(int count) {
        for (int i = 0; i < count; i++) {
            backlog.looked();
        }
    }

    @Test
    void readingStopsAtTheMostAndGoesOnceAtFew() {
        add(Backlog.MOST - 1);
        assertFalse(backlog.isFull());
        backlog.add();
        assertTrue(backlog.isFull());
        backlog.whenRoom(() -> wentOn++);
        take(Backlog.MOST - Backlog.FEW - 1);
        assertFalse(backlog.isFull());
        assertEquals(0, wentOn);
        backlog.looked();
        assertEquals(1, wentOn);
        add(1);
        take(1);
        assertEquals(1, wentOn, "It was told once");
    }

    @Test
    void whoAsksTooLateGoesOnAtOnce() {
        add(Backlog.MOST);
        take(Backlog.MOST);
        backlog.whenRoom(() -> wentOn++);
        assertEquals(1, wentOn);
    }
}
