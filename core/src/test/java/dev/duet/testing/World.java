package dev.duet.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.CallPhase;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import dev.duet.spi.ContactStore;
import dev.duet.spi.MessageStore;
import dev.duet.spi.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One account on fake stacks, fake media and virtual time; callbacks run on the test's thread. */
public final class World {

    public final VirtualLoop loop = new VirtualLoop();
    public final FakeStack sip = new FakeStack(Protocol.SIP);
    public final FakeStack xmpp = new FakeStack(Protocol.XMPP);
    public final FakeMedia media = new FakeMedia();
    public final List<DuetEvent> events = new ArrayList<>();
    public final AccountConfig config;
    public final Duet duet;
    public final Account account;

    public World(AccountConfig config) {
        this(config, null);
    }

    public World(AccountConfig config, ContactStore.@Nullable Provider contacts) {
        this(config, contacts, builder -> {});
    }

    public World(AccountConfig config, ContactStore.@Nullable Provider contacts, Consumer<Duet.Builder> moreSettings) {
        this.config = config;
        Duet.Builder builder = Duet.builder()
                .loop(loop)
                .callbackExecutor(Runnable::run)
                .stack(sip)
                .stack(xmpp)
                .media(media);
        moreSettings.accept(builder);
        duet = (contacts == null ? builder : builder.contactStore(contacts)).build();
        account = duet.account(config);
        account.on(DuetEvent.class, events::add);
        run();
    }

    /** Alice, with both halves in one realm. */
    public static World both() {
        return new World(alice());
    }

    /** Alice, who keeps her messages. */
    public static World keeping(MessageStore.Provider messages) {
        return new World(alice(), null, builder -> builder.messageStore(messages));
    }

    private static AccountConfig alice() {
        return AccountConfig.builder("Alice")
                .sip("alice@example.com", "secret")
                .xmpp("alice@example.com", "secret")
                .build();
    }

    /** Lets things happen, also on other threads, until something holds. */
    public void until(String what, BooleanSupplier holds) {
        Awaitility.await(what).pollInterval(Duration.ofMillis(2)).until(() -> {
            run();
            return holds.getAsBoolean();
        });
    }

    /** What an operation comes to, that needs other threads. */
    public <T> T done(CompletableFuture<T> operation) {
        until("it is done", operation::isDone);
        return operation.join();
    }

    public World online() {
        account.connect();
        run();
        return this;
    }

    /** A call by SIP that the other side has taken. */
    public Call connected(Address to) {
        Call call = account.call(to);
        run();
        answered(sip.link().leg());
        assertEquals(CallPhase.ACTIVE, call.phase());
        return call;
    }

    /** The other side takes it, and both may speak. */
    public void answered(FakeLeg leg) {
        leg.listener.accepted();
        leg.listener.answered(FakeMedia.description(MediaDirection.SENDRECV));
        run();
    }

    /** Closes everything; the test's thread is the loop meanwhile. */
    public void close() {
        Thread closer = new Thread(duet::close);
        closer.start();
        while (closer.isAlive()) {
            pass(Duration.ofMillis(100));
            Thread.onSpinWait();
        }
    }

    public void run() {
        loop.run();
    }

    public void pass(Duration time) {
        loop.advance(time);
    }

    public <E extends DuetEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public <E extends DuetEvent> E last(Class<E> type) {
        List<E> all = events(type);
        return all.get(all.size() - 1);
    }
}
