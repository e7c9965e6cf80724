package dev.duet.internal.runtime;

import dev.duet.api.Account;
import dev.duet.internal.account.AccountControl;
import dev.duet.internal.account.AccountServices;
import dev.duet.internal.loop.FewThreads;
import dev.duet.internal.loop.ThreadLoop;
import dev.duet.internal.route.CusaxRouting;
import dev.duet.model.AccountConfig;
import dev.duet.model.Protocol;
import dev.duet.spi.CallStore;
import dev.duet.spi.ContactStore;
import dev.duet.spi.Loop;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.NumberPlan;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RoutingPolicy;
import dev.duet.spi.RuntimeContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Threads, stacks, media engine and accounts of one runtime. */
public final class DuetRuntime {

    private final Loop loop;
    private final @Nullable ThreadLoop ownLoop;
    private final ExecutorService blocking;
    private final @Nullable ExecutorService ownCallbacks;
    private final @Nullable FewThreads few;
    private final Executor callbacks;
    private final Map<Protocol, ProtocolStack> stacks = new EnumMap<>(Protocol.class);
    private final Lazy<MediaEngine> media;
    private final RoutingPolicy routing;
    private final ContactStore.Provider contactStores;
    private final AccountServices.KeptMessages messages;
    private final CallStore.@Nullable Provider callStores;
    private final NumberPlan numbers;
    private final Set<AccountControl> accounts = ConcurrentHashMap.newKeySet();
    private boolean closed; // guarded by this

    /**
     * How a runtime is made; null stands for the default.
     *
     * @param callbacks where the application's code runs
     * @param loop the loop; not ended with the runtime
     * @param media the media engine
     * @param routing which ways calls go
     * @param stacks the stacks; empty for those on the class path
     * @param contactStores where decisions about contacts are kept; null for no longer than the account is open
     * @param messages where messages are kept
     * @param callStores where calls are kept; null for no longer than the account is open
     * @param numbers what telephone numbers there are; null for the plan on the class path
     */
    public record Settings(
            @Nullable Executor callbacks,
            @Nullable Loop loop,
            MediaEngine.@Nullable Provider media,
            @Nullable RoutingPolicy routing,
            List<ProtocolStack.Provider> stacks,
            ContactStore.@Nullable Provider contactStores,
            AccountServices.KeptMessages messages,
            CallStore.@Nullable Provider callStores,
            @Nullable NumberPlan numbers) {}

    /** Starts a runtime. */
    public DuetRuntime(Settings settings) {
        ownLoop = settings.loop() == null ? new ThreadLoop() : null;
        loop = ownLoop != null ? ownLoop : settings.loop();
        blocking = Pools.blocking();
        ownCallbacks = settings.callbacks() == null ? Pools.callbacks() : null;
        few = ownCallbacks != null && ownLoop != null ? new FewThreads(ownCallbacks, ownLoop) : null;
        callbacks = few != null ? few : ownCallbacks != null ? ownCallbacks : settings.callbacks();
        routing = settings.routing() == null ? new CusaxRouting() : settings.routing();
        contactStores = settings.contactStores() == null ? account -> new MemoryStore() : settings.contactStores();
        messages = settings.messages();
        callStores = settings.callStores();
        numbers = Found.numbers(settings.numbers());
        RuntimeContext context = new Context(loop, blocking);
        Found.stacks(settings.stacks()).forEach(provider -> stacks.put(provider.protocol(), provider.create(context)));
        media = new Lazy<>(() -> Found.media(settings.media()).create(context));
    }

    /** Opens an account that shares this runtime. */
    public Account open(AccountConfig config) {
        return open(config, accounts::remove);
    }

    /** Opens an account that ends this runtime when it is closed. */
    public Account openAlone(AccountConfig config) {
        return open(config, account -> {
            accounts.remove(account);
            close();
        });
    }

    private synchronized Account open(AccountConfig config, Consumer<AccountControl> onClosed) {
        if (closed) {
            throw new IllegalStateException("The runtime is closed: build another");
        }
        for (Protocol protocol : config.links().keySet()) {
            if (!stacks.containsKey(protocol)) {
                throw new IllegalStateException("No " + protocol + " stack on the class path: add the dependency"
                        + " dev.duet:duet-" + protocol.name().toLowerCase(Locale.ROOT)
                        + ", or dev.duet:duet for all");
            }
        }
        if (!config.region().isEmpty() && !numbers.knows(config.region())) {
            throw new IllegalStateException("No number plan on the class path knows the region " + config.region()
                    + ": it is two capital letters (ISO 3166-1), and dev.duet:duet-numbers, or dev.duet:duet for all,"
                    + " knows them");
        }
        AccountServices services = new AccountServices(
                loop, callbacks, stacks, media, routing, blocking, contactStores, messages, callStores, numbers);
        AccountControl account = new AccountControl(config, services, onClosed);
        accounts.add(account);
        return account;
    }

    /** Closes all accounts, at the same time, then everything else. */
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Pools.inParallel(List.copyOf(accounts), AccountControl::close);
        Pools.inParallel(List.copyOf(stacks.values()), ProtocolStack::close);
        media.ifMade(MediaEngine::close);
        if (ownLoop != null) {
            ownLoop.close(Duration.ofSeconds(1));
        }
        if (few != null) {
            few.withoutLoop();
        }
        blocking.shutdownNow();
        if (ownCallbacks != null) {
            ownCallbacks.shutdown(); // what is under way may end, and may be the caller
        }
    }

    private record Context(Loop loop, Executor blocking) implements RuntimeContext {}
}
