package dev.duet.xmpp.internal;

import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6121.Receptions.Later;
import dev.duet.xmpp.internal.xep0313.ArchiveReader;
import dev.duet.xmpp.internal.xep0313.CatchUp;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a session missed of the account's archive, which is told before anything new: what comes meanwhile waits here,
 * and what is to be sent waits in the ledger.
 */
@OnLoop
final class Arrears {

    private final CatchUp catchUp;
    private final Memory memory;
    private final BooleanSupplier hasArchive;
    private final ArchiveReader archives;
    private final Consumer<Xml> send;
    private final List<Later> later = new ArrayList<>();
    private boolean behind;
    private boolean checking;
    private boolean over;

    /**
     * In a session that begins.
     *
     * @param began when it did
     * @param hasArchive whether the account has one, as far as is known by then
     * @param archives is read by others once nothing is missed any more
     * @param send sends what waited for that
     */
    Arrears(
            CatchUp catchUp,
            Memory memory,
            Instant began,
            BooleanSupplier hasArchive,
            ArchiveReader archives,
            Consumer<Xml> send) {
        this.catchUp = catchUp;
        this.memory = memory;
        this.hasArchive = hasArchive;
        this.archives = archives;
        this.send = send;
        behind = memory.place.isKnown();
        memory.place.begin(began);
    }

    /** True while what is sent has to wait: since the last session there may be some of it in the archive. */
    boolean holdsBackWhatIsSent() {
        return behind;
    }

    /** Tells it now, or behind what is missing. */
    void tell(Runnable news) {
        if (behind || checking) {
            later.add(memory.ledger.receptions().later(news));
        } else {
            news.run();
        }
    }

    /** Takes a message that claims to come out of the archive. */
    void take(Xml message) {
        catchUp.take(message);
    }

    /** What has to be known for it is known: who may have receipts for what was missed, and what the account has. */
    void begin() {
        if (behind && hasArchive.getAsBoolean()) {
            catchUp.run(this::caughtUp);
            return;
        }
        caughtUp();
        if (hasArchive.getAsBoolean()) {
            catchUp.learnPlace();
        }
    }

    /** What came meanwhile is told after what was missed, and what of ours did not arrive is sent again. */
    private void caughtUp() {
        if (over) {
            return;
        }
        if (behind || checking) {
            behind = false;
            checking = false;
            List<Later> waiting = List.copyOf(later);
            later.clear();
            waiting.forEach(memory.ledger.receptions()::run);
            memory.ledger.takeKept().forEach(send);
        }
        archives.open();
    }

    /** The stream is gone, and the session waits for another. */
    void suspend() {
        later.removeIf(message -> !message.isCounted()); // it comes again
    }

    /** The session goes on, on another stream. */
    void resumed() {
        if (!catchUp.repeat() && !behind && hasArchive.getAsBoolean() && memory.place.isKnown()) {
            // servers bring what came while they resumed late and out of order: the archive knows the order
            checking = true;
            archives.shut();
            catchUp.run(this::caughtUp);
        }
    }

    /** The session is over. */
    void end() {
        over = true;
    }
}
