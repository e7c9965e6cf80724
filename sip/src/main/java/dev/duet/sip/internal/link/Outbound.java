package dev.duet.sip.internal.link;

import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.sip.internal.rfc3261.Binding;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3263.ServerLocator;
import dev.duet.spi.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an account signed in by each of its servers (RFC 5626 4.2), and by one of them alone where the registrar does
 * not do outbound: it is online while one of these flows is up. With one server it only passes on. On the loop.
 */
final class Outbound {

    /** How long the first server has before the others are asked, too: its registrar may not do outbound. */
    static final Duration HEAD_START = Duration.ofSeconds(2);

    private static final LinkState OFFLINE = new LinkState.Offline();

    private final UserAgent agent;
    private final Listener listener;
    private final boolean single;
    private final List<Member> members;
    private LinkState told = OFFLINE;
    private Loop.@Nullable Timer headStart;
    private boolean wanted;
    private boolean leaving;

    Outbound(UserAgent agent, Flows flows, ServerLocator locator, Executor blocking, Listener listener) {
        this.agent = agent;
        this.listener = listener;
        this.single = agent.bindings().size() == 1;
        this.members = agent.bindings().stream()
                .map(binding -> new Member(binding, flows, locator, blocking))
                .toList();
    }

    void connect() {
        wanted = true;
        leaving = false;
        if (single) {
            members.get(0).signIn.connect();
            return;
        }
        if (up().noneMatch(Member::isAlone)) {
            members.stream()
                    .filter(each -> each == members.get(0) || each.state.phase() != LinkPhase.OFFLINE)
                    .forEach(each -> each.signIn.connect());
            stopTimer();
            headStart = agent.loop().schedule(HEAD_START, this::spread);
        }
    }

    /** Signs out; {@code then} runs once, within three seconds. */
    void disconnect(Runnable then) {
        wanted = false;
        stopTimer();
        members.forEach(each -> each.up = false);
        int[] left = {members.size()};
        members.forEach(each -> each.signIn.disconnect(() -> {
            if (--left[0] == 0) {
                then.run();
            }
        }));
    }

    /** Ends without a word. */
    void abandon() {
        wanted = false;
        stopTimer();
        members.forEach(each -> each.signIn.abandon());
    }

    void networkChanged() {
        members.forEach(each -> each.signIn.networkChanged());
    }

    private Stream<Member> up() {
        return members.stream().filter(each -> each.up);
    }

    private Stream<Member> of(LinkPhase phase) {
        return members.stream().filter(each -> each.state.phase() == phase);
    }

    /** Begins with those that have not begun, unless one is there that stays alone. */
    private void spread() {
        if (wanted && up().noneMatch(Member::isAlone)) {
            of(LinkPhase.OFFLINE).toList().forEach(each -> each.signIn.connect());
        }
    }

    private void moved(Member member) {
        if (single) {
            listener.state(member.state);
            return;
        }
        if (wanted && member.isAlone()) {
            leaveTo(member);
        } else if (wanted) {
            choose();
            if (member.up || member.isStuck() && up().findAny().isEmpty()) {
                spread();
            }
        }
        tell();
    }

    private void leaveTo(Member member) {
        boolean moves = member.isUpBeside();
        for (Member each : members) {
            if (each != member) {
                each.up = false;
                each.signIn.disconnect(() -> {});
            }
        }
        choose();
        if (moves) {
            listener.moved();
        }
    }

    /** Requests stay with the flow that they go by until it is lost. */
    private void choose() {
        if (up().noneMatch(each -> each.binding == agent.binding())) {
            up().findFirst().ifPresent(each -> agent.use(each.binding));
        }
    }

    private void tell() {
        LinkState now = wanted ? summary() : of(LinkPhase.OFFLINE).count() == members.size() ? OFFLINE : told;
        if (!now.equals(told)) {
            told = now;
            listener.state(now);
        }
    }

    private LinkState summary() {
        return up().filter(each -> each.binding == agent.binding())
                .map(each -> (LinkState.Online) each.state)
                .map(this::since)
                .findFirst()
                .or(() -> of(LinkPhase.CONNECTING).map(each -> each.state).findFirst())
                .or(() -> of(LinkPhase.WAITING)
                        .map(each -> each.state)
                        .min(Comparator.comparing(state -> ((LinkState.Waiting) state).nextAttempt())))
                .or(() -> of(LinkPhase.FAILED).map(each -> each.state).findFirst())
                .orElse(OFFLINE);
    }

    /** The account is online since its first flow is up, whichever it uses now. */
    private LinkState since(LinkState.Online now) {
        return told instanceof LinkState.Online before
                ? new LinkState.Online(before.since(), now.self(), now.security())
                : now;
    }

    private void stopTimer() {
        if (headStart != null) {
            headStart.cancel();
            headStart = null;
        }
    }

    /** The facts of signing in. On the loop. */
    interface Listener extends SignIn.Listener {

        /** A flow was lost while another is up: what went by it goes on by that. */
        void moved();
    }

    /** One flow. */
    private final class Member implements SignIn.Listener {
        private final Binding binding;
        private final SignIn signIn;
        private LinkState state = OFFLINE;
        private boolean up;

        Member(Binding binding, Flows flows, ServerLocator locator, Executor blocking) {
            this.binding = binding;
            this.signIn = new SignIn(binding, flows, locator, blocking, this, single ? null : this::isUpBeside);
        }

        /** True where the registrar does not do outbound: another flow would be one of another device to it. */
        boolean isAlone() {
            return up && !binding.registered().outbound();
        }

        boolean isStuck() {
            return state.phase() == LinkPhase.WAITING || state.phase() == LinkPhase.FAILED;
        }

        private boolean isUpBeside() {
            return up().anyMatch(each -> each != this);
        }

        @Override
        public void state(LinkState now) {
            state = now;
            up = now.phase() == LinkPhase.ONLINE;
            Outbound.this.moved(this);
        }

        @Override
        public void online() {
            if (!isUpBeside()) {
                listener.online();
            }
        }

        @Override
        public void lost() {
            up = false;
            if (up().findAny().isEmpty()) {
                listener.lost();
            } else {
                choose();
                tell();
                listener.moved();
            }
        }

        @Override
        public void leaving() {
            if (!wanted && !leaving) {
                leaving = true;
                listener.leaving();
            }
        }
    }
}
