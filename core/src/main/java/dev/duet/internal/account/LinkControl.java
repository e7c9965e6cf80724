package dev.duet.internal.account;

import dev.duet.api.AccountLink;
import dev.duet.api.DuetEvent;
import dev.duet.api.Subscription;
import dev.duet.internal.loop.Operations;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.Capability;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.model.Secret;
import dev.duet.spi.ArchiveAnswer;
import dev.duet.spi.ArchiveLink;
import dev.duet.spi.Link;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.spi.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One half of an account: its state, and who waits for it. */
final class LinkControl implements AccountLink {

    static final Duration DISCONNECT_LIMIT = Duration.ofSeconds(3);

    /** RFC 6665 8.4: a package with its templates. */
    private static final Pattern EVENT = Pattern.compile("[a-z0-9!%*_+`'~-]{1,64}(\\.[a-z0-9!%*_+`'~-]{1,64})*");

    private final Protocol protocol;
    private final Loop loop;
    private final Executor callbacks;
    private final Operations operations;
    private final List<Promise<LinkState>> connecting = new ArrayList<>(); // this and below: on the loop
    private final List<Promise<@Nullable Void>> disconnecting = new ArrayList<>();
    private Loop.Timer limit = () -> {};
    private final Consumer<Runnable> gate;
    private final Consumer<DuetEvent> events;
    private boolean held;
    private @Nullable Link link;
    private volatile LinkState state = new LinkState.Offline();

    /**
     * A half that is offline.
     *
     * @param gate lets signing in begin, now or when it may
     * @param events takes what the application is to be told
     */
    LinkControl(
            Protocol protocol,
            Loop loop,
            Executor callbacks,
            Operations operations,
            Consumer<Runnable> gate,
            Consumer<DuetEvent> events) {
        this.gate = gate;
        this.events = events;
        this.protocol = protocol;
        this.operations = operations;
        this.loop = loop;
        this.callbacks = callbacks;
    }

    @OnLoop
    void attach(Link newLink) {
        link = newLink;
    }

    /** The stack's half. Set before anything of the application's gets to the loop. */
    @OnLoop
    Link link() {
        if (link == null) {
            throw new IllegalStateException("Not attached");
        }
        return link;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public LinkState state() {
        return state;
    }

    @Override
    public Set<Capability> capabilities() {
        Link current = link;
        return current == null ? Set.of() : current.capabilities();
    }

    @Override
    public CompletableFuture<LinkState> connect() {
        Promise<LinkState> promise = new Promise<>(callbacks);
        loop.execute(() -> {
            if (state.phase() == LinkPhase.ONLINE) {
                promise.complete(state);
                return;
            }
            connecting.add(promise);
            held = true;
            gate.accept(this::begin);
        });
        return promise.future();
    }

    @OnLoop
    private void begin() {
        if (held) {
            held = false;
            link().connect();
        }
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        Promise<@Nullable Void> promise = new Promise<>(callbacks);
        loop.execute(() -> end(promise, false));
        return promise.future();
    }

    @Override
    public CompletableFuture<Void> register() {
        return registration((half, promise) -> half.register(operations.begin(promise)));
    }

    @Override
    public CompletableFuture<Void> changePassword(String password) {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("A password is not empty");
        }
        Secret secret = Secret.of(password);
        return registration((half, promise) -> half.changePassword(operations.begin(promise), secret));
    }

    @Override
    public CompletableFuture<Void> unregister() {
        return registration((half, promise) -> half.unregister(operations.begin(failure -> {
            if (failure == null) {
                end(promise, false);
            } else {
                promise.fail(failure);
            }
        })));
    }

    private CompletableFuture<Void> registration(BiConsumer<Registration, Promise<@Nullable Void>> command) {
        Promise<@Nullable Void> promise = new Promise<>(callbacks);
        loop.execute(() -> link().registration()
                .ifPresentOrElse(
                        half -> command.accept(half, promise),
                        () -> promise.fail(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                protocol + " has no way to make or change accounts"))));
        return promise.future();
    }

    @Override
    public CompletableFuture<ArchivePreferences> archivePreferences() {
        return preferences(ArchiveLink::fetchPreferences);
    }

    @Override
    public CompletableFuture<ArchivePreferences> setArchivePreferences(ArchivePreferences preferences) {
        Objects.requireNonNull(preferences, "preferences");
        return preferences((archive, operation) -> archive.setPreferences(operation, preferences));
    }

    private CompletableFuture<ArchivePreferences> preferences(BiConsumer<ArchiveLink, Long> question) {
        Promise<ArchivePreferences> promise = new Promise<>(callbacks);
        loop.execute(() -> link().archive()
                .ifPresentOrElse(
                        archive -> question.accept(
                                archive,
                                operations.ask(
                                        ArchiveAnswer.Preferences.class,
                                        answer -> promise.complete(answer.preferences()),
                                        promise::fail)),
                        () -> promise.fail(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                protocol + " has no archives of messages"))));
        return promise.future();
    }

    @Override
    public CompletableFuture<Subscription> subscribe(String event, Address target) {
        Objects.requireNonNull(target, "target");
        String name = event.toLowerCase(Locale.ROOT);
        if (!EVENT.matcher(name).matches()) {
            throw new IllegalArgumentException("An event package is a word such as message-summary, unlike " + event);
        }
        Promise<Subscription> promise = new Promise<>(callbacks);
        loop.execute(() -> link().events()
                .ifPresentOrElse(
                        half -> new EventWatch(loop, name, target, events, promise).begin(half),
                        () -> promise.fail(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                protocol + " has no event packages"))));
        return promise.future();
    }

    /** Ends the half for good. */
    CompletableFuture<Void> close() {
        Promise<@Nullable Void> promise = new Promise<>(callbacks);
        loop.execute(() -> end(promise, true));
        return promise.future();
    }

    private void end(Promise<@Nullable Void> promise, boolean forGood) {
        if (held) { // it did not begin
            held = false;
            settle(waiting -> waiting.fail(signedOut()));
        }
        boolean offline = state.phase() == LinkPhase.OFFLINE && connecting.isEmpty();
        if (forGood) {
            link().close();
        } else if (!offline) {
            link().disconnect();
        }
        if (offline) {
            promise.complete(null);
            return;
        }
        disconnecting.add(promise);
        limit = loop.schedule(DISCONNECT_LIMIT, this::disconnected);
    }

    /** Takes the state that the stack told. */
    @OnLoop
    void moved(LinkState newState) {
        state = newState;
        switch (newState.phase()) {
            case ONLINE -> settle(promise -> promise.complete(newState));
            case FAILED -> settle(promise -> promise.fail(((LinkState.Failed) newState).failure()));
            case WAITING -> settle(promise -> promise.fail(((LinkState.Waiting) newState).failure()));
            case OFFLINE -> {
                settle(promise -> promise.fail(signedOut()));
                disconnected();
            }
            default -> {
                // CONNECTING settles nothing
            }
        }
    }

    private void settle(Consumer<Promise<LinkState>> outcome) {
        List<Promise<LinkState>> settled = List.copyOf(connecting);
        connecting.clear();
        settled.forEach(outcome);
    }

    private void disconnected() {
        limit.cancel();
        List<Promise<@Nullable Void>> done = List.copyOf(disconnecting);
        disconnecting.clear();
        done.forEach(promise -> promise.complete(null));
    }

    private Failure signedOut() {
        return Failure.of(
                Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NOW, protocol + " was signed out meanwhile");
    }
}
