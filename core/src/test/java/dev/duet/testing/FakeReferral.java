package dev.duet.testing;

import dev.duet.model.Address;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Referral;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bob's wish that somebody is called, through a link that dials nobody for real. */
public final class FakeReferral implements Referral {

    public final List<String> did = new ArrayList<>();
    private final Address target;
    private final @Nullable FakeLink link;

    public FakeReferral(Address target, @Nullable FakeLink link) {
        this.target = target;
        this.link = link;
    }

    @Override
    public Address target() {
        return target;
    }

    @Override
    public Optional<Address> referredBy() {
        return Optional.of(Address.sip("bob@example.com"));
    }

    @Override
    public boolean attended() {
        return false;
    }

    @Override
    public void consider() {
        did.add("consider");
    }

    @Override
    public CallLeg follow(String callerName, CallLeg.Listener listener) {
        did.add("follow");
        FakeLeg leg = new FakeLeg(target, listener);
        if (link != null) {
            link.legs.add(leg);
        }
        return leg;
    }

    @Override
    public void refuse() {
        did.add("refuse");
    }
}
