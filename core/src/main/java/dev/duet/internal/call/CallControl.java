package dev.duet.internal.call;

import dev.duet.api.Call;
import dev.duet.api.CallMedia;
import dev.duet.api.Contact;
import dev.duet.api.Contacts;
import dev.duet.api.event.CallReplaced;
import dev.duet.api.event.CallRouteFailed;
import dev.duet.api.event.CallStateChanged;
import dev.duet.api.event.CallerIdentified;
import dev.duet.api.event.ConferenceChanged;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.TransferProgress;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallDirection;
import dev.duet.model.CallHop;
import dev.duet.model.CallOptions;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRecord;
import dev.duet.model.CallSecurity;
import dev.duet.model.CallState;
import dev.duet.model.CallTrace;
import dev.duet.model.Conference;
import dev.duet.model.EndReason;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Loop;
import dev.duet.spi.MediaSession;
import dev.duet.spi.OnLoop;
import dev.duet.spi.PickupLink;
import dev.duet.spi.Referral;
import dev.duet.spi.RoutingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call: feeds the {@link CallMachine}, and carries out its effects. */
public final class CallControl extends CallCommands {

    private static final Logger LOG = LoggerFactory.getLogger(CallControl.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(30);

    /** As long as the other side may go on sending again what tells it that it can hang up. */
    private static final Duration HAND_OVER = Duration.ofSeconds(32);

    private final String id;
    private final Instant began;
    private final Promise<Call> connected;
    private final Promise<EndReason> ended;
    private final CallSound sound;
    private final CallTracing tracing = new CallTracing();
    private volatile CallModel model;
    private volatile Arrival other; // who is at the other side
    private volatile @Nullable MediaSession session;
    private volatile @Nullable CallLeg leg;
    private @Nullable Newcomer newcomer; // this and all below: on the loop
    private @Nullable CallLeg retired;
    private Optional<Contacts.Match> identity = Optional.empty();
    private Loop.Timer timer = () -> {};
    private @Nullable Dialer dialer;
    private CallOptions options = CallOptions.DEFAULT;
    private @Nullable CallControl forebear;
    private int transfers;
    private Loop.Timer handOver = () -> {};

    /** A call that has not begun. */
    public CallControl(String id, CallHost host, CallDirection direction, Arrival with) {
        super(host);
        this.id = id;
        this.other = with;
        this.began = host.loop().now().truncatedTo(ChronoUnit.MICROS);
        this.model = CallModel.initial(direction);
        this.connected = new Promise<>(host.callbacks());
        this.ended = new Promise<>(host.callbacks());
        this.sound = new CallSound(host.loop(), host.callbacks());
        if (host.tracesCalls()) {
            trace(true);
        }
    }

    /** Calls with these wishes, by those ways. */
    @OnLoop
    public void start(CallWays ways, CallOptions wished) {
        options = wished;
        feed(new CallInput.Start(ways.routes(), ways.none(), host.calleeOffers()));
    }

    /** Takes a call that somebody else has: by that link, or by none, for a reason. */
    @OnLoop
    public void pickUp(RoutingPolicy.Answer routing, boolean ringing, Function<Route, Optional<PickupLink>> links) {
        List<Route> routes = routing.routes().stream()
                .filter(route -> links.apply(route).isPresent())
                .limit(1)
                .toList();
        String why = routing.routes().isEmpty() ? routing.whyNone() : "calls elsewhere are taken by SIP alone";
        if (!routes.isEmpty()) {
            PickupLink link = links.apply(routes.get(0)).orElseThrow();
            Address at = remote();
            dialer = (callerName, listener) -> link.pickUp(at, ringing, callerName, listener);
        }
        feed(new CallInput.Start(routes, why, host.calleeOffers()));
    }

    /**
     * Calls whom somebody else wants to be called.
     *
     * @param instead the call that this one takes the place of; null for none
     */
    @OnLoop
    void follow(Referral referral, @Nullable CallControl instead, String why) {
        dialer = referral::follow;
        forebear = instead;
        if (instead != null) {
            transfers = instead.transfers + 1;
            instead.feed(new CallInput.HandOver(true));
            instead.sound.goesOnAs(sound);
        }
        feed(new CallInput.Start(List.of(new Route(remote(), remote().protocol(), why)), "", host.calleeOffers()));
    }

    /** How many transfers led to this call. */
    @OnLoop
    int transfers() {
        return transfers;
    }

    /** Somebody calls: the leg's facts come to the listener that is returned. From any thread, before any other. */
    public CallLeg.Listener arrive(CallLeg incoming, Protocol protocol) {
        AttemptFacts facts = facts(1);
        host.loop().execute(() -> {
            leg = incoming;
            tracing.follow(incoming);
            identity = identity();
            feed(new CallInput.Arrive(new Route(remote(), protocol, "They called this way")));
            if (host.admits(this)) {
                open(protocol, facts);
            }
        });
        return facts.leg();
    }

    /** The other side wants somebody else to be called. Who is called in a way of its own is nowhere else. */
    @OnLoop
    void forwarded(int attempt, List<Address> to) {
        if (dialer == null) {
            CallWays ways = host.ways(to, options);
            feed(new CallInput.Forwarded(attempt, ways.routes(), ways.refusal()));
        }
    }

    /** Who is at the other side of an attempt became known. */
    @OnLoop
    void identified(int attempt, Address remote) {
        if (attempt == model.attempt()) {
            other = Arrival.of(remote, "").withConference(other.conference());
        }
    }

    /** Which way an attempt took became known. */
    @OnLoop
    void sentOn(int attempt, List<CallHop> hops) {
        if (attempt == model.attempt()) {
            other = other.withDetails(other.details().withHops(hops));
        }
    }

    /** What the other side of an attempt tells of itself as a conference. */
    @OnLoop
    void conference(int attempt, @Nullable Conference told) {
        if (attempt == model.attempt() && !model.ended() && !Objects.equals(other.conference(), told)) {
            other = other.withConference(told);
            host.emit(new ConferenceChanged(this, conference()));
        }
    }

    /** True when that leg is the call's. From any thread. */
    public boolean isOn(CallLeg some) {
        return leg == some;
    }

    /**
     * Somebody wants to take the other side's place (RFC 3891), as the account allows: the leg's facts come to the
     * listener that is returned. From any thread, before any other.
     */
    public CallLeg.Listener takenOver(CallLeg incoming, Protocol protocol, Arrival by) {
        AttemptFacts facts = facts(model.attempt() + 1);
        host.loop().execute(() -> {
            if (model.ended() || newcomer != null || facts.attempt() != model.attempt() + 1) {
                incoming.end(EndReason.of(EndReason.Kind.BUSY, EndReason.By.LOCAL));
                return;
            }
            tracing.follow(incoming);
            newcomer = new Newcomer(by, incoming, host.media(protocol, facts.media()));
            feed(new CallInput.TakeOver(new Route(by.from(), protocol, "They took the place of " + remote().text())));
        });
        return facts.leg();
    }

    /** Ends the call for a reason of the account's. */
    @OnLoop
    public void end(EndReason reason) {
        feed(new CallInput.End(reason));
    }

    /** How long ago it began. */
    @OnLoop
    public Duration age() {
        return Duration.between(began, host.loop().now());
    }

    /** The network of this host changed. */
    @OnLoop
    public void networkChanged() {
        feed(new CallInput.NetworkChanged());
    }

    /** What is to be remembered of a call that is over. */
    public CallRecord record(CallState.Ended over) {
        return new CallRecord(
                id,
                direction(),
                remote(),
                remoteName(),
                began,
                model.route(),
                over.reason(),
                over.talkTime(),
                sound.quality());
    }

    // --- what the application reads

    @Override
    public String id() {
        return id;
    }

    @Override
    public CallDirection direction() {
        return model.direction();
    }

    @Override
    public Address remote() {
        return other.from();
    }

    @Override
    public String remoteName() {
        Arrival now = other;
        return contact()
                .map(Contact::name)
                .orElseGet(() -> now.callerName().isEmpty() ? now.from().text() : now.callerName());
    }

    @Override
    public Optional<Contact> contact() {
        return identity().filter(Contacts.Match::certain).map(Contacts.Match::contact);
    }

    @Override
    public Optional<Contacts.Match> identity() {
        return host.identify(remote());
    }

    /** Who is who may have changed. */
    @OnLoop
    public void regrouped() {
        Optional<Contacts.Match> before = identity;
        identity = identity();
        if (!identity.equals(before) && phase() != CallPhase.NEW) {
            host.emit(new CallerIdentified(this, identity));
        }
    }

    @Override
    public CallDetails details() {
        return other.details();
    }

    @Override
    public Optional<Conference> conference() {
        return Optional.ofNullable(other.conference());
    }

    /** Whether the other side came through the account's own server. */
    public boolean isThroughServer() {
        return other.throughServer();
    }

    @Override
    public CallState state() {
        return model.state();
    }

    @Override
    public Optional<Route> route() {
        return Optional.ofNullable(model.route());
    }

    @Override
    public CallSecurity security() {
        MediaSession current = session;
        CallSecurity media = current == null ? CallSecurity.NONE : current.security();
        boolean signalling =
                route().map(way -> host.isProtected(way.protocol())).orElse(false);
        return new CallSecurity(media.media(), media.cipher(), signalling);
    }

    @Override
    public void trace(boolean on) {
        host.loop().execute(() -> tracing.on(on));
    }

    @Override
    public CallTrace trace() {
        return tracing.trace();
    }

    @Override
    public CallMedia media() {
        return sound;
    }

    @Override
    public CompletableFuture<Call> connected() {
        return connected.future();
    }

    @Override
    public CompletableFuture<EndReason> ended() {
        return ended.future();
    }

    @Override
    public CompletableFuture<Void> transfer(Call to) {
        if (!(to instanceof CallControl target) || target == this || target.host != host) {
            throw new IllegalArgumentException("A call is transferred to another call of the same account");
        }
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> transfer(target, promise));
        return promise.future();
    }

    @OnLoop
    private void transfer(CallControl target, Promise<@Nullable Void> promise) {
        CallLeg there = target.leg;
        Route here = model.route();
        Route way = target.model.route();
        if (there == null || target.phase() != CallPhase.ACTIVE || here == null || way == null) {
            promise.fail(Refusals.otherNotActive());
            return;
        }
        if (here.protocol() != way.protocol()) {
            promise.fail(Refusals.otherProtocol());
            return;
        }
        target.feed(new CallInput.HandOver(true));
        long operation = host.operations().begin(failure -> {
            if (failure == null) {
                target.end(EndReason.of(EndReason.Kind.TRANSFERRED, EndReason.By.LOCAL));
                promise.complete(null);
            } else {
                target.feed(new CallInput.HandOver(false));
                promise.fail(failure);
            }
        });
        feed(new CallInput.TransferTo(there, operation));
    }

    @Override
    public void dtmf(String digits) {
        if (!digits.matches("[0-9A-Da-d*#]+")) {
            throw new IllegalArgumentException("Keys are 0-9, A-D, * and #, unlike \"" + digits + "\"");
        }
        if (phase() != CallPhase.ACTIVE && phase() != CallPhase.ENDED) {
            throw new IllegalStateException("Keys are sent in a connected call: wait for connected()");
        }
        host.loop().execute(() -> {
            MediaSession current = session;
            if (current != null) {
                current.dtmf(digits);
            }
        });
    }

    // --- the machine

    @Override
    @OnLoop
    void feed(CallInput input) {
        CallModel before = model;
        CallMachine.Step step = CallMachine.step(before, input, host.loop().now());
        model = step.model();
        if (!before.state().equals(model.state())) {
            LOG.debug(
                    "Call {}: {} -> {} by {}",
                    id,
                    before.phase(),
                    model.phase(),
                    input.getClass().getSimpleName());
        }
        step.effects().forEach(this::carryOut);
        CallState after = model.state();
        sound.moved(after);
        if (!before.state().equals(after)) {
            tell(before.state(), after);
        }
    }

    private void tell(CallState before, CallState after) {
        boolean unheardOf = direction() == CallDirection.INCOMING && before.phase() == CallPhase.NEW;
        if (after.phase() == CallPhase.INCOMING && unheardOf) {
            host.emit(new IncomingCall(this));
        } else if (!unheardOf) {
            host.emit(new CallStateChanged(this, before, after));
        }
        host.changed(this, before, after);
        if (after instanceof CallState.Active && !(before instanceof CallState.Active)) {
            connected.complete(this);
            endForebear();
        } else if (after instanceof CallState.Ended over) {
            keepForebear();
            sound.end();
            connected.fail(EndFailures.of(over.reason()));
            ended.complete(over.reason());
        }
    }

    /** Mostly the other side hangs up that call; where it does not, nobody is left in it. */
    private void endForebear() {
        CallControl instead = forebear;
        if (instead != null) {
            handOver = host.loop()
                    .schedule(
                            HAND_OVER, () -> instead.end(EndReason.of(EndReason.Kind.TRANSFERRED, EndReason.By.LOCAL)));
        }
    }

    private void keepForebear() {
        handOver.cancel();
        if (forebear != null) {
            forebear.feed(new CallInput.HandOver(false));
        }
    }

    private void carryOut(CallEffect effect) {
        if (effect instanceof CallEffect.Dial dial) {
            AttemptFacts facts = facts(dial.attempt());
            open(dial.route().protocol(), facts);
            CallLeg dialled = host.dial(dial.route(), dialer, options, facts.leg());
            leg = dialled;
            tracing.follow(dialled);
        } else if (effect instanceof CallEffect.StartRingTimer) {
            restart(host.ringTimeout(), new CallInput.RingTimeout());
        } else if (effect instanceof CallEffect.StartConnectTimer) {
            restart(CONNECT_TIMEOUT, new CallInput.ConnectTimeout());
        } else if (effect instanceof CallEffect.StartRestartTimer) {
            restart(RESTART_TIMEOUT, new CallInput.RestartTimeout());
        } else if (effect instanceof CallEffect.StopTimers) {
            timer.cancel();
        } else if (effect instanceof CallEffect.TellRouteFailed failed) {
            host.emit(new CallRouteFailed(this, failed.route(), failed.reason()));
        } else if (effect instanceof CallEffect.TellTransfer transfer) {
            host.emit(new TransferProgress(this, transfer.progress()));
        } else if (effect instanceof CallEffect.Outcome outcome) {
            host.operations().end(outcome.operation(), outcome.failure());
        } else if (effect instanceof CallEffect.MediaClose) {
            session = null;
            sound.closeSession();
        } else if (effect instanceof CallEffect.Next next) {
            newcomerDoes(next.effect());
        } else if (effect instanceof CallEffect.Swap) {
            swap();
        } else if (effect instanceof CallEffect.Retire retire) {
            retire(retire.reason());
        } else {
            CallLine.does(leg, session, effect, model);
        }
    }

    private void newcomerDoes(CallEffect effect) {
        Newcomer next = newcomer;
        if (next == null) {
            return;
        }
        if (effect instanceof CallEffect.MediaClose) {
            newcomer = null;
            next.media().close();
        } else {
            CallLine.does(next.leg(), next.media(), effect, model);
        }
    }

    private void swap() {
        Newcomer next = newcomer;
        if (next == null) {
            return;
        }
        newcomer = null;
        retired = leg;
        leg = next.leg();
        session = next.media();
        Address before = remote();
        other = next.who();
        sound.moveTo(next.media());
        host.emit(new CallReplaced(this, before, remote()));
    }

    private void retire(EndReason reason) {
        CallLeg before = retired;
        retired = null;
        if (before != null) {
            before.end(reason);
        }
    }

    private void open(Protocol protocol, AttemptFacts facts) {
        MediaSession opened = host.media(protocol, facts.media());
        session = opened;
        sound.opened(opened);
    }

    private AttemptFacts facts(int attempt) {
        return new AttemptFacts(attempt, input -> host.loop().execute(() -> feed(input)), new CallTold(this, host));
    }

    private void restart(Duration delay, CallInput input) {
        timer.cancel();
        timer = host.loop().schedule(delay, () -> feed(input));
    }

    @Override
    public String toString() {
        return "Call[" + id + ", " + direction() + ", " + remote() + ", " + phase() + "]";
    }

    /** Who is about to take the other side's place. */
    private record Newcomer(Arrival who, CallLeg leg, MediaSession media) {}
}
