package dev.duet.internal.call;

import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.TransferRequested;
import dev.duet.internal.block.RefusedCall;
import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallDirection;
import dev.duet.model.EndReason;
import dev.duet.model.Protocol;
import dev.duet.model.TransferRules;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.OnLoop;
import dev.duet.spi.Referral;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The wishes of others that this account calls somebody: answered by its rules, followed as calls of their own. */
@OnLoop
public final class Transfers {

    /** How often in a row a call is transferred: two who send this side to each other are left in the end. */
    private static final int MOST = 16;

    private final CallHost host;
    private final TransferRules rules;
    private final Collection<CallControl> calls;

    /**
     * Nobody wishes anything.
     *
     * @param calls those of the account; gets each new one before it begins
     */
    public Transfers(CallHost host, TransferRules rules, Collection<CallControl> calls) {
        this.host = host;
        this.rules = rules;
        this.calls = calls;
    }

    /** The other side of a call wants this side to call somebody else instead. */
    public void requested(CallControl call, Referral referral) {
        if (call.transfers() >= MOST) {
            referral.refuse();
        } else {
            decide(rules.inCall(), new Wish(this, host.loop(), call, call.remote(), referral));
        }
    }

    /** Somebody who is in no call with this account wants it to call somebody. */
    public void requested(Address from, Referral referral) {
        decide(rules.outOfCall(), new Wish(this, host.loop(), null, from, referral));
    }

    /** Somebody wants to take the other side's place in a call. From any thread. */
    public CallLeg.Listener takeOver(Protocol protocol, CallLeg leg, CallLeg replaced, Arrival by) {
        Optional<CallControl> call =
                calls.stream().filter(each -> each.isOn(replaced)).findFirst();
        boolean allowed =
                call.isPresent() && rules.mayReplace(call.get().remote(), by.from(), by.details(), by.throughServer());
        if (allowed) {
            return call.get().takenOver(leg, protocol, by);
        }
        host.loop().execute(() -> leg.end(EndReason.of(EndReason.Kind.DECLINED, EndReason.By.LOCAL)));
        return new RefusedCall();
    }

    private void decide(TransferRules.Answer answer, Wish wish) {
        if (answer == TransferRules.Answer.ACCEPT) {
            wish.follow();
        } else if (answer == TransferRules.Answer.REJECT) {
            wish.refuse();
        } else {
            wish.consider(host.ringTimeout());
            host.emit(new TransferRequested(wish));
        }
    }

    /** The call to the target of a wish, not begun. From any thread. */
    CallControl prepare(Referral referral) {
        CallDetails details = new CallDetails(referral.referredBy().orElse(null));
        Arrival with = new Arrival(referral.target(), "", details);
        return new CallControl(UUID.randomUUID().toString(), host, CallDirection.OUTGOING, with);
    }

    /** Begins it. */
    void begin(CallControl next, Referral referral, @Nullable CallControl instead, Address from) {
        calls.add(next);
        if (instead != null) {
            host.emit(new CallTransferred(instead, next));
        }
        next.follow(referral, instead, from.text() + " asked for it");
    }
}
