package dev.duet.testing;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.DuetEvent;
import dev.duet.model.AccountConfig;
import dev.duet.model.Protocol;
import dev.duet.spi.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One account on fake stacks, fake media and virtual time; callbacks run on the test's thread. */
public final class World {

    public final VirtualLoop loop = new VirtualLoop();
    public final FakeStack sip = new FakeStack(Protocol.SIP);
    public final FakeStack xmpp = new FakeStack(Protocol.XMPP);
    public final FakeMedia media = new FakeMedia();
    public final List<DuetEvent> events = new ArrayList<>();
    public final Duet duet;
    public final Account account;

    public World(AccountConfig config) {
        duet = Duet.builder()
                .loop(loop)
                .callbackExecutor(Runnable::run)
                .stack(sip)
                .stack(xmpp)
                .media(media)
                .build();
        account = duet.account(config);
        account.on(DuetEvent.class, events::add);
        run();
    }

    /** Alice, with both halves in one realm. */
    public static World both() {
        return new World(AccountConfig.builder("Alice")
                .sip("alice@example.com", "secret")
                .xmpp("alice@example.com", "secret")
                .build());
    }

    public World online() {
        account.connect();
        run();
        return this;
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
