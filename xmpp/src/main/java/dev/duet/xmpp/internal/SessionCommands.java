package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.LinkPhase;
import dev.duet.model.Mood;
import dev.duet.model.OwnPresence;
import dev.duet.model.RosterEntry;
import dev.duet.model.Secret;
import dev.duet.model.SpamReport;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import dev.duet.model.XmppConfig;
import dev.duet.spi.Blocking;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.spi.PeopleLink;
import dev.duet.spi.Registration;
import dev.duet.spi.UploadLink;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0077.Register;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Commands that are a part's of the session, while there is one. */
@OnLoop
record SessionCommands(
        Supplier<@Nullable Session> session,
        LinkListener listener,
        XmppStack stack,
        Supplier<LinkPhase> phase,
        Supplier<XmppConfig> config,
        Consumer<XmppConfig> configured)
        implements Blocking, PeopleLink, Registration, UploadLink {

    CallLeg dial(Address target, CallLeg.Listener legListener) {
        Session now = phase.get() == LinkPhase.ONLINE ? session.get() : null;
        if (now != null && target instanceof Address.Xmpp address) {
            return now.dial(address, legListener);
        }
        Failure why = now == null ? Iqs.notConnected() : notXmpp(target);
        EndReason reason = new EndReason(EndReason.Kind.UNREACHABLE, EndReason.By.LOCAL, why.message(), null);
        stack.context().loop().execute(() -> legListener.ended(reason));
        return new EndedLeg(UUID.randomUUID().toString());
    }

    void putContact(long operation, RosterEntry entry) {
        about(operation, entry.address(), (now, address) -> now.put(operation, address, entry));
    }

    void removeContact(long operation, Address contact) {
        about(operation, contact, (now, address) -> now.remove(operation, address));
    }

    @Override
    public void block(long operation, Set<Address> addresses, @Nullable SpamReport report) {
        online(operation, now -> now.blocked().block(operation, addresses, report));
    }

    @Override
    public void unblock(long operation, Set<Address> addresses) {
        online(operation, now -> now.blocked().unblock(operation, addresses));
    }

    @Override
    public void fetchVCard(long operation, Address of) {
        about(operation, of, (now, address) -> now.vCards().fetch(operation, address));
    }

    @Override
    public void fetchAvatar(long operation, Address of) {
        about(operation, of, (now, address) -> now.fetchAvatar(operation, address));
    }

    @Override
    public void publishVCard(long operation, VCard vCard) {
        online(operation, now -> now.vCards().publish(operation, vCard));
    }

    @Override
    public void publishAvatar(long operation, @Nullable Avatar avatar) {
        online(operation, now -> now.publishAvatar(operation, avatar));
    }

    @Override
    public void publishNickname(long operation, String nickname) {
        online(operation, now -> now.nodes().nicknames().publish(operation, nickname));
    }

    @Override
    public void publishMood(long operation, @Nullable Mood mood) {
        online(operation, now -> now.nodes().moods().publish(operation, mood));
    }

    @Override
    public void publishTune(long operation, @Nullable Tune tune) {
        online(operation, now -> now.nodes().tunes().publish(operation, tune));
    }

    @Override
    public void publishReachability(long operation, Set<Address> addresses) {
        online(operation, now -> now.nodes().reachability().publish(operation, addresses));
    }

    @Override
    public void fetchLastActivity(long operation, Address of) {
        about(operation, of, (now, address) -> now.lastActivity().fetch(operation, address));
    }

    @Override
    public void publishTo(long operation, Address to, OwnPresence presence) {
        about(operation, to, (now, address) -> {
            now.publishTo(address, presence);
            listener.completed(operation);
        });
    }

    @Override
    public void requestSlot(long operation, String name, long size, String mediaType) {
        online(operation, now -> now.uploads().request(operation, name, size, mediaType));
    }

    void watch(long operation, Address contact) {
        listener.failed(
                operation,
                Failure.of(
                        Kind.UNSUPPORTED,
                        Origin.LOCAL,
                        Retry.NEVER,
                        "XMPP tells presence to contacts only: add " + contact.text() + " as one"));
    }

    @Override
    public void register(long operation) {
        if (phase.get() == LinkPhase.OFFLINE || phase.get() == LinkPhase.FAILED) {
            Registering.start(config.get(), stack, failure -> settle(operation, failure));
        } else {
            listener.failed(operation, Failure.of(Kind.REFUSED, Origin.LOCAL, Retry.LATER, "Sign out of XMPP before"));
        }
    }

    @Override
    public void changePassword(long operation, Secret password) {
        Supplier<XmppConfig> changed = () -> config.get().withPassword(password);
        online(operation, now -> now.iqs().set(now.server(), change(password), adopting(operation, changed)));
    }

    @Override
    public void unregister(long operation) {
        online(operation, now -> now.iqs().set(null, Register.remove(), adopting(operation, config)));
    }

    /** Once it is done, what signed in so far is good for nothing more: the next sign-in is by this. */
    private Consumer<Iqs.Answer> adopting(long operation, Supplier<XmppConfig> next) {
        return answer -> {
            if (answer.failure() == null) {
                configured.accept(next.get());
            }
            settle(operation, answer.failure());
        };
    }

    private Xml change(Secret password) {
        String user = Objects.requireNonNull(config.get().address().local());
        return Register.write(user, password.reveal());
    }

    void answerRequest(Address from, boolean allowed) {
        Session now = session.get();
        if (now != null && from instanceof Address.Xmpp address) {
            now.answerRequest(address, allowed);
        }
    }

    private void settle(long operation, @Nullable Failure failure) {
        if (failure == null) {
            listener.completed(operation);
        } else {
            listener.failed(operation, failure);
        }
    }

    static Failure notXmpp(Address address) {
        return Failure.of(
                Kind.UNSUPPORTED,
                Origin.LOCAL,
                Retry.NEVER,
                "XMPP does not reach " + address.protocol() + " addresses");
    }

    /** Does something in the session, about an XMPP address. */
    void about(long operation, Address of, BiConsumer<Session, Address.Xmpp> command) {
        if (of instanceof Address.Xmpp address) {
            online(operation, now -> command.accept(now, address));
        } else {
            listener.failed(operation, notXmpp(of));
        }
    }

    /** Does something in the session, while there is one. */
    void online(long operation, Consumer<Session> command) {
        Session now = session.get();
        if (now == null) {
            listener.failed(operation, Iqs.notConnected());
        } else {
            command.accept(now);
        }
    }
}
