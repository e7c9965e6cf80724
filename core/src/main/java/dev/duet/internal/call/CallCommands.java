package dev.duet.internal.call;

import dev.duet.api.Call;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.CallDirection;
import dev.duet.model.CallPhase;
import dev.duet.model.DuetException;
import dev.duet.model.EndReason;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.WireDetail;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What the application commands: checked here, carried out on the loop. */
abstract class CallCommands implements Call {

    private static final Set<EndReason.Kind> REJECTIONS = EnumSet.of(
            EndReason.Kind.DECLINED,
            EndReason.Kind.BUSY,
            EndReason.Kind.NO_ANSWER,
            EndReason.Kind.NOT_FOUND,
            EndReason.Kind.UNREACHABLE,
            EndReason.Kind.INCOMPATIBLE);

    /** What the call needs of its account. */
    final CallHost host;

    CallCommands(CallHost host) {
        this.host = host;
    }

    /** Gives the machine something to do. */
    @OnLoop
    abstract void feed(CallInput input);

    @Override
    public CompletableFuture<Call> answer() {
        if (direction() == CallDirection.OUTGOING) {
            throw new IllegalStateException("Only an incoming call is answered; this side called: see connected()");
        }
        host.loop().execute(() -> feed(new CallInput.Answer()));
        return connected();
    }

    @Override
    public CompletableFuture<Void> progress() {
        if (direction() == CallDirection.OUTGOING) {
            throw new IllegalStateException("Only an incoming call is heard before it is taken; this side called");
        }
        return command(CallInput.Progress::new);
    }

    @Override
    public CompletableFuture<EndReason> reject() {
        return reject(EndReason.Kind.DECLINED);
    }

    @Override
    public CompletableFuture<EndReason> reject(EndReason.Kind kind) {
        return reject(EndReason.of(kind, EndReason.By.LOCAL));
    }

    private CompletableFuture<EndReason> reject(EndReason reason) {
        CallPhase phase = phase();
        if (direction() == CallDirection.OUTGOING || phase == CallPhase.CONNECTING || phase == CallPhase.ACTIVE) {
            throw new IllegalStateException("Only an incoming call that still rings is rejected: use hangup()");
        }
        if (!REJECTIONS.contains(reason.kind())) {
            throw new IllegalArgumentException(
                    "A call is rejected as one of " + REJECTIONS + ", unlike " + reason.kind());
        }
        host.loop().execute(() -> feed(new CallInput.End(reason)));
        return ended();
    }

    @Override
    public CompletableFuture<EndReason> reject(EndReason.Kind kind, WireDetail words) {
        if (words.protocol() == Protocol.SIP && (words.status() < 400 || words.status() > 699)) {
            throw new IllegalArgumentException("A call is turned away by a status from 400 to 699, unlike " + words);
        }
        return reject(new EndReason(kind, EndReason.By.LOCAL, words.text(), words));
    }

    @Override
    public CompletableFuture<EndReason> forward(Address to, Address... more) {
        return forward(null, all(to, more));
    }

    @Override
    public CompletableFuture<EndReason> forward(WireDetail words, Address to, Address... more) {
        if (words.protocol() == Protocol.SIP && (words.status() < 300 || words.status() > 302)) {
            throw new IllegalArgumentException("A call is sent on by a status from 300 to 302, unlike " + words);
        }
        return forward(words, all(to, more));
    }

    private static List<Address> all(Address to, Address... more) {
        List<Address> all = new ArrayList<>(List.of(to));
        all.addAll(List.of(more));
        return all;
    }

    private CompletableFuture<EndReason> forward(@Nullable WireDetail words, List<Address> to) {
        CallPhase phase = phase();
        if (direction() == CallDirection.OUTGOING || phase == CallPhase.CONNECTING || phase == CallPhase.ACTIVE) {
            throw new IllegalStateException("Only an incoming call that still rings is sent on: use transfer()");
        }
        String why = "Sent on to " + to.get(0).text();
        EndReason reason = new EndReason(EndReason.Kind.FORWARDED, EndReason.By.LOCAL, why, words);
        host.loop().execute(() -> feed(new CallInput.Forward(to, reason)));
        return ended();
    }

    /** Sends the caller of an incoming call on to somebody else. */
    @OnLoop
    public void forwardNow(List<Address> to, String why) {
        feed(new CallInput.Forward(to, new EndReason(EndReason.Kind.FORWARDED, EndReason.By.LOCAL, why, null)));
    }

    @Override
    public CompletableFuture<EndReason> hangup() {
        host.loop().execute(() -> feed(new CallInput.End(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL))));
        return ended();
    }

    @Override
    public CompletableFuture<Void> reinvite() {
        return reoffer(false);
    }

    @Override
    public CompletableFuture<Void> update() {
        return reoffer(true);
    }

    private CompletableFuture<Void> reoffer(boolean update) {
        if (protocol() != Protocol.SIP) {
            return CompletableFuture.failedFuture(new DuetException(Refusals.notBySip()));
        }
        return command(operation -> new CallInput.Reoffer(update, operation));
    }

    @Override
    public CompletableFuture<Void> hold() {
        return setHold(true);
    }

    @Override
    public CompletableFuture<Void> resume() {
        return setHold(false);
    }

    @Override
    public CompletableFuture<Void> transfer(String to) {
        Address target = target(to);
        return command(operation -> new CallInput.Transfer(target, operation));
    }

    private Address target(String text) {
        return text.contains(":")
                ? Address.parse(text)
                : protocol() == Protocol.SIP ? Address.sip(text) : Address.xmpp(text);
    }

    final Protocol protocol() {
        Route way = route().orElse(null);
        return way == null ? remote().protocol() : way.protocol();
    }

    @Override
    public CompletableFuture<Void> park(String at) {
        Address target = target(at);
        return command(operation -> new CallInput.Park(target, operation));
    }

    private CompletableFuture<Void> setHold(boolean hold) {
        return command(operation -> new CallInput.SetHold(hold, operation));
    }

    final CompletableFuture<Void> command(LongFunction<CallInput> input) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> feed(input.apply(host.operations().begin(promise))));
        return promise.future();
    }
}
