package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.api.Profiles;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Failure;
import dev.duet.model.Mood;
import dev.duet.model.OwnPresence;
import dev.duet.model.PersonClaim;
import dev.duet.model.Protocol;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import dev.duet.spi.PeopleLink;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Profiles: asks the XMPP half, and lets the contact list know of the addresses in vCards. */
public final class ProfileControl implements Profiles {

    private static final int MAX_NICKNAME = 1_023;
    private static final int MAX_REACHABILITY = 20;

    private final ContactHost host;
    private final ContactFacts people;
    private final Address self;
    private final Numbers numbers;
    private final Map<Address, VCard> vCards = new HashMap<>(); // on the loop, until the answer to who asked
    private final Map<Address, Avatar> avatars = new HashMap<>();
    private final Map<Address, Instant> lastActivities = new HashMap<>();

    /** Profiles of an account with that address. */
    public ProfileControl(ContactHost host, ContactFacts people, Address self, Numbers numbers) {
        this.host = host;
        this.people = people;
        this.self = self;
        this.numbers = numbers;
    }

    @Override
    public CompletableFuture<Optional<VCard>> vCard(Contact contact) {
        return fetch(xmpp(contact), PeopleLink::fetchVCard, this::vCardOf);
    }

    @Override
    public CompletableFuture<Optional<Avatar>> avatar(Contact contact) {
        return fetch(xmpp(contact), PeopleLink::fetchAvatar, (of, answered) -> avatars.remove(of));
    }

    @Override
    public CompletableFuture<Optional<VCard>> vCard() {
        return fetch(Optional.of(self), PeopleLink::fetchVCard, this::vCardOf);
    }

    @Override
    public CompletableFuture<Optional<Avatar>> avatar() {
        return fetch(Optional.of(self), PeopleLink::fetchAvatar, (of, answered) -> avatars.remove(of));
    }

    @Override
    public CompletableFuture<Optional<Instant>> lastActivity(Contact contact) {
        return fetch(xmpp(contact), PeopleLink::fetchLastActivity, (of, answered) -> lastActivities.remove(of));
    }

    /** Tells somebody in particular a presence. */
    public CompletableFuture<Void> publish(Address to, OwnPresence presence) {
        return publish((link, operation) -> link.publishTo(operation, to, presence));
    }

    /** Reads the vCards of those on the list, or of those who may be calling. */
    public VCardSearch search(boolean everybody) {
        return new VCardSearch(host.loop(), everybody, (of, done) -> link().ifPresent(link -> link.fetchVCard(
                host.operations().begin(failure -> {
                    vCardOf(of, failure == null);
                    done.done(failure);
                }),
                of)));
    }

    /** Who has no vCard any more says nothing of other addresses. */
    @OnLoop
    private @Nullable VCard vCardOf(Address of, boolean answered) {
        VCard vCard = vCards.remove(of);
        if (vCard == null && answered) {
            people.claims(of, PersonClaim.Kind.VCARD, Set.of());
        }
        return vCard;
    }

    private static Optional<Address> xmpp(Contact contact) {
        return contact.addresses().stream()
                .filter(Address.Xmpp.class::isInstance)
                .findFirst();
    }

    /** A command of the link. */
    private interface Fetch {
        void run(PeopleLink link, long operation, Address of);
    }

    private <T> CompletableFuture<Optional<T>> fetch(
            Optional<Address> of, Fetch fetch, BiFunction<Address, Boolean, @Nullable T> told) {
        Promise<Optional<T>> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> {
            Optional<PeopleLink> link = link();
            if (of.isEmpty() || link.isEmpty()) {
                promise.complete(Optional.empty());
                return;
            }
            long operation = host.operations().begin(failure -> {
                Optional<T> found = Optional.ofNullable(told.apply(of.get(), failure == null));
                if (failure == null) {
                    promise.complete(found);
                } else {
                    promise.fail(failure);
                }
            });
            fetch.run(link.get(), operation, of.get());
        });
        return promise.future();
    }

    @Override
    public CompletableFuture<Void> publish(VCard vCard) {
        return publish((link, operation) -> link.publishVCard(operation, vCard));
    }

    @Override
    public CompletableFuture<Void> publish(Avatar avatar) {
        if (avatar.size() > Avatar.MAX_PUBLISHED) {
            throw new IllegalArgumentException("An avatar of at most " + Avatar.MAX_PUBLISHED
                    + " bytes can be published, unlike one of " + avatar.size());
        }
        return publish((link, operation) -> link.publishAvatar(operation, avatar));
    }

    @Override
    public CompletableFuture<Void> removeAvatar() {
        return publish((link, operation) -> link.publishAvatar(operation, null));
    }

    @Override
    public CompletableFuture<Void> publishNickname(String nickname) {
        if (nickname.length() > MAX_NICKNAME) {
            throw new IllegalArgumentException("A nickname has at most " + MAX_NICKNAME + " characters");
        }
        return publish((link, operation) -> link.publishNickname(operation, nickname));
    }

    @Override
    public CompletableFuture<Void> publishMood(@Nullable Mood mood) {
        return publish((link, operation) -> link.publishMood(operation, mood));
    }

    @Override
    public CompletableFuture<Void> publishTune(@Nullable Tune tune) {
        return publish((link, operation) -> link.publishTune(operation, tune));
    }

    @Override
    public CompletableFuture<Void> publishReachability(Set<Address> addresses) {
        Set<Address> bare = addresses.stream().map(Address::bare).collect(Collectors.toCollection(LinkedHashSet::new));
        if (bare.size() > MAX_REACHABILITY) {
            throw new IllegalArgumentException("At most " + MAX_REACHABILITY + " addresses can be published");
        }
        return publish((link, operation) -> link.publishReachability(operation, bare));
    }

    /** A command of the link. */
    private interface Publish {
        void run(PeopleLink link, long operation);
    }

    private CompletableFuture<Void> publish(Publish publish) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> link().ifPresentOrElse(
                        link -> publish.run(link, host.operations().begin(promise)),
                        () -> promise.fail(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                "Only an XMPP half can do that, and this account has none"))));
        return promise.future();
    }

    @OnLoop
    private Optional<PeopleLink> link() {
        return host.link(Protocol.XMPP).flatMap(Link::people);
    }

    /** A vCard came. A number that is local even within the account's region may mean anything, and says nothing. */
    @OnLoop
    public void told(Address of, VCard vCard) {
        vCards.put(of.bare(), vCard);
        people.claims(
                of,
                PersonClaim.Kind.VCARD,
                vCard.addresses().stream()
                        .flatMap(address ->
                                address instanceof Address.Tel tel ? numbers.global(tel).stream() : Stream.of(address))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** An avatar came. */
    @OnLoop
    public void told(Address of, Avatar avatar) {
        avatars.put(of.bare(), avatar);
    }

    /** It is known when somebody was last there. */
    @OnLoop
    public void told(Address of, Instant at) {
        lastActivities.put(of.bare(), at);
    }
}
