package dev.duet.internal.account;

import dev.duet.api.DuetEvent;
import dev.duet.internal.loop.Operations;
import dev.duet.internal.loop.Promise;
import dev.duet.model.AccountConfig;
import dev.duet.model.AccountState;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.DuetException;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The halves of an account, and the order in which they sign in. */
final class Halves {

    private final AccountConfig config;
    private final AccountServices services;
    private final Map<Protocol, LinkControl> links = new EnumMap<>(Protocol.class);
    private boolean xmppWaits; // for SIP; this and the next: on the loop
    private @Nullable CompletableFuture<LinkState> xmppSignIn;

    /**
     * Halves that are offline.
     *
     * @param xmppGate lets signing in by XMPP begin, now or when it may
     * @param events takes what the application is to be told
     */
    Halves(
            AccountConfig config,
            AccountServices services,
            Operations operations,
            Consumer<Runnable> xmppGate,
            Consumer<DuetEvent> events) {
        this.config = config;
        this.services = services;
        config.links()
                .keySet()
                .forEach(protocol -> links.put(
                        protocol,
                        new LinkControl(
                                protocol,
                                services.loop(),
                                services.callbacks(),
                                operations,
                                protocol == Protocol.XMPP ? xmppGate : Runnable::run,
                                events)));
    }

    LinkControl of(Protocol protocol) {
        LinkControl link = links.get(protocol);
        if (link == null) {
            throw new IllegalArgumentException(
                    "The account " + config.name() + " has no " + protocol + " half; it has " + links.keySet());
        }
        return link;
    }

    Set<Protocol> protocols() {
        return links.keySet();
    }

    AccountState state() {
        Map<Protocol, LinkState> states = new EnumMap<>(Protocol.class);
        links.forEach((protocol, link) -> states.put(protocol, link.state()));
        return new AccountState(states);
    }

    Map<Protocol, LinkPhase> phases() {
        Map<Protocol, LinkPhase> phases = new EnumMap<>(Protocol.class);
        links.forEach((protocol, link) -> phases.put(protocol, link.state().phase()));
        return phases;
    }

    Map<Protocol, Set<Capability>> capabilities() {
        Map<Protocol, Set<Capability>> capabilities = new EnumMap<>(Protocol.class);
        links.forEach((protocol, link) -> capabilities.put(protocol, link.capabilities()));
        return capabilities;
    }

    Map<Protocol, Address> selves() {
        Map<Protocol, Address> selves = new EnumMap<>(Protocol.class);
        config.links().forEach((protocol, half) -> selves.put(protocol, half.address()));
        return selves;
    }

    @OnLoop
    Optional<Link> link(Protocol protocol) {
        return Optional.ofNullable(links.get(protocol)).map(LinkControl::link);
    }

    /** The stacks' halves. */
    @OnLoop
    List<Link> all() {
        return links.values().stream().map(LinkControl::link).toList();
    }

    /** Those in a phase. */
    @OnLoop
    List<Link> in(LinkPhase phase) {
        return links.values().stream()
                .filter(link -> link.state().phase() == phase)
                .map(LinkControl::link)
                .toList();
    }

    /** Those that are not online. */
    List<Link> offline() {
        return links.values().stream()
                .filter(link -> link.state().phase() != LinkPhase.ONLINE)
                .map(LinkControl::link)
                .toList();
    }

    CompletableFuture<AccountState> connect() {
        List<CompletableFuture<LinkState>> signIns = config.xmppAfterSip() ? List.of(oneAfterTheOther()) : together();
        Promise<AccountState> promise = new Promise<>(services.callbacks());
        CompletableFuture.allOf(signIns.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, failed) ->
                        firstFailure(signIns).ifPresentOrElse(promise::fail, () -> promise.complete(state())));
        return promise.future();
    }

    private List<CompletableFuture<LinkState>> together() {
        return links.values().stream().map(LinkControl::connect).toList();
    }

    /** A sign-in by SIP that is tried again by itself brings XMPP with it whenever it succeeds. */
    private CompletableFuture<LinkState> oneAfterTheOther() {
        CompletableFuture<LinkState> sip = of(Protocol.SIP).connect();
        services.loop().execute(() -> {
            xmppWaits = true;
            moved(Protocol.SIP, of(Protocol.SIP).state().phase());
        });
        return sip.thenCompose(online -> {
            Promise<LinkState> xmpp = new Promise<>(services.callbacks());
            services.loop().execute(() -> follow(xmpp));
            return xmpp.future();
        });
    }

    @OnLoop
    private void follow(Promise<LinkState> xmpp) {
        CompletableFuture<LinkState> begun = xmppSignIn;
        if (begun == null) {
            xmpp.fail(Failure.of(
                    Failure.Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "Signed out while signing in"));
            return;
        }
        begun.whenComplete((online, error) -> {
            if (error == null) {
                xmpp.complete(online);
            } else {
                xmpp.fail(failure(error));
            }
        });
    }

    /** A half moved. */
    @OnLoop
    void moved(Protocol protocol, LinkPhase phase) {
        if (xmppWaits && protocol == Protocol.SIP && phase == LinkPhase.ONLINE) {
            xmppWaits = false;
            xmppSignIn = of(Protocol.XMPP).connect();
        }
    }

    CompletableFuture<Void> disconnect() {
        services.loop().execute(() -> {
            xmppWaits = false;
            xmppSignIn = null;
        });
        return CompletableFuture.allOf(
                links.values().stream().map(LinkControl::disconnect).toArray(CompletableFuture[]::new));
    }

    List<CompletableFuture<@Nullable Void>> close() {
        return links.values().stream().map(LinkControl::close).toList();
    }

    private static Optional<Failure> firstFailure(List<CompletableFuture<LinkState>> halves) {
        for (CompletableFuture<LinkState> half : halves) {
            try {
                half.join();
            } catch (CompletionException e) {
                return Optional.of(failure(e));
            }
        }
        return Optional.empty();
    }

    private static Failure failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof DuetException known
                ? known.failure()
                : Failure.of(Failure.Kind.INTERNAL, Failure.Origin.LOCAL, Failure.Retry.NEVER, String.valueOf(cause));
    }
}
