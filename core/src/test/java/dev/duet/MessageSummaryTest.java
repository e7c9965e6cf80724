package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.api.event.MessageSummaryChanged;
import dev.duet.model.Address;
import dev.duet.model.MessageSummary;
import dev.duet.model.MessageSummary.Count;
import dev.duet.model.MessageSummary.Kind;
import dev.duet.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageSummaryTest {

    private static final MessageSummary ONE = new MessageSummary(true, null, Map.of(Kind.VOICE, new Count(1, 0, 0, 0)));
    private static final MessageSummary NOTHING = new MessageSummary(false, null, Map.of());

    private final World world = World.both().online();
    private final List<MessageSummaryChanged> told = new ArrayList<>();
    private final Address own = world.sip.link().config().address();

    private void tell(Address mailbox, MessageSummary summary) {
        world.sip.link().listener.messageSummary(mailbox, summary);
        world.run();
    }

    @Test
    void whatWaitsIsToldWhenItChangesAndKept() {
        world.account.on(MessageSummaryChanged.class, told::add);
        assertEquals(Optional.empty(), world.account.messageSummary());

        tell(own, ONE);
        tell(own, ONE);
        assertEquals(Optional.of(ONE), world.account.messageSummary());
        tell(own, NOTHING);

        assertEquals(Optional.of(NOTHING), world.account.messageSummary());
        assertEquals(
                List.of(
                        new MessageSummaryChanged(world.account, own, ONE),
                        new MessageSummaryChanged(world.account, own, NOTHING)),
                told);
        world.sip.link().lose();
        world.run();
        assertEquals(Optional.of(NOTHING), world.account.messageSummary());
    }

    @Test
    void anotherMailboxIsNotTheOwn() {
        world.account.on(MessageSummaryChanged.class, told::add);
        Address other = Address.sip("sales@example.com");
        tell(own, NOTHING);
        tell(other, ONE);

        assertEquals(Optional.of(NOTHING), world.account.messageSummary());
        assertEquals(new MessageSummaryChanged(world.account, other, ONE), told.get(1));
    }

    @Test
    void aCountHasBounds() {
        assertEquals(Count.NONE, NOTHING.count(Kind.FAX));
        assertEquals(4_294_967_295L, new Count(Count.MOST, 0, 0, 0).fresh());
        assertThrows(IllegalArgumentException.class, () -> new Count(0, Count.MOST + 1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Count(0, 0, -1, 0));
    }
}
