package dev.duet.internal.call;

import dev.duet.api.Call;
import dev.duet.api.TransferRequest;
import dev.duet.model.Address;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.spi.Referral;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The wish of somebody that this account calls somebody, until it is answered. */
final class Wish implements TransferRequest {

    private final Transfers transfers;
    private final Loop loop;
    private final @Nullable CallControl instead;
    private final Address from;
    private final Referral referral;
    private final CallControl next;
    private final AtomicReference<Answer> answer = new AtomicReference<>(Answer.NONE);
    private Loop.Timer timer = () -> {}; // on the loop

    Wish(Transfers transfers, Loop loop, @Nullable CallControl instead, Address from, Referral referral) {
        this.transfers = transfers;
        this.loop = loop;
        this.instead = instead;
        this.from = from;
        this.referral = referral;
        this.next = transfers.prepare(referral);
    }

    /** The application is asked, for so long at most. */
    @OnLoop
    void consider(Duration patience) {
        referral.consider();
        timer = loop.schedule(patience, this::reject);
    }

    @OnLoop
    void follow() {
        if (answer.compareAndSet(Answer.NONE, Answer.ACCEPTED)) {
            transfers.begin(next, referral, instead, from);
        }
    }

    @OnLoop
    void refuse() {
        if (answer.compareAndSet(Answer.NONE, Answer.REJECTED)) {
            referral.refuse();
        }
    }

    @Override
    public Call accept() {
        if (answer.compareAndSet(Answer.NONE, Answer.ACCEPTED)) {
            loop.execute(() -> {
                timer.cancel();
                transfers.begin(next, referral, instead, from);
            });
        } else if (answer.get() == Answer.REJECTED) {
            throw new IllegalStateException("The request is refused already: ask for another transfer");
        }
        return next;
    }

    @Override
    public void reject() {
        if (answer.compareAndSet(Answer.NONE, Answer.REJECTED)) {
            loop.execute(() -> {
                timer.cancel();
                referral.refuse();
            });
        }
    }

    @Override
    public Optional<Call> call() {
        return Optional.ofNullable(instead);
    }

    @Override
    public Address from() {
        return from;
    }

    @Override
    public Address target() {
        return referral.target();
    }

    @Override
    public Optional<Address> referredBy() {
        return referral.referredBy();
    }

    @Override
    public boolean attended() {
        return referral.attended();
    }

    private enum Answer {
        NONE,
        ACCEPTED,
        REJECTED
    }
}
