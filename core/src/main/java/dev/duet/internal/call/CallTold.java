package dev.duet.internal.call;

import dev.duet.api.event.CallWarning;
import dev.duet.api.event.DtmfReceived;
import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.model.Conference;
import dev.duet.model.Failure;
import dev.duet.spi.Referral;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of a call beside its rules. From any thread. */
record CallTold(CallControl call, CallHost host) implements AttemptFacts.Aside {

    @Override
    public void digit(char digit) {
        host.emit(new DtmfReceived(call, digit));
    }

    @Override
    public void warning(Failure failure) {
        host.emit(new CallWarning(call, failure));
    }

    @Override
    public void referred(Referral referral) {
        host.loop().execute(() -> host.referred(call, referral));
    }

    @Override
    public void identified(int attempt, Address remote) {
        host.loop().execute(() -> call.identified(attempt, remote));
    }

    @Override
    public void sentOn(int attempt, List<CallHop> hops) {
        host.loop().execute(() -> call.sentOn(attempt, hops));
    }

    @Override
    public void conference(int attempt, @Nullable Conference conference) {
        host.loop().execute(() -> call.conference(attempt, conference));
    }

    @Override
    public void forwarded(int attempt, List<Address> to) {
        host.loop().execute(() -> call.forwarded(attempt, to));
    }
}
