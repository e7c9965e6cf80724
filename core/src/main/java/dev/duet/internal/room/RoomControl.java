package dev.duet.internal.room;

import dev.duet.api.Conversation;
import dev.duet.api.Room;
import dev.duet.api.event.OccupantChanged;
import dev.duet.api.event.RoomStateChanged;
import dev.duet.api.event.SubjectChanged;
import dev.duet.api.event.WhisperReceived;
import dev.duet.internal.loop.Promise;
import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.JoinOptions;
import dev.duet.model.Occupant;
import dev.duet.model.Protocol;
import dev.duet.model.RoomState;
import dev.duet.spi.Link;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomFact;
import dev.duet.spi.RoomLink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A room. Changed on the loop alone; read from any thread. */
final class RoomControl implements Room {

    private final Address address;
    private final RoomHost host;
    private final Map<String, Occupant> occupants = new ConcurrentSkipListMap<>();
    private volatile RoomState state = RoomState.OUT;
    private volatile String subject = "";

    RoomControl(Address address, RoomHost host) {
        this.address = address;
        this.host = host;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public Conversation conversation() {
        return host.conversation(address);
    }

    @Override
    public RoomState state() {
        return state;
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public List<Occupant> occupants() {
        return List.copyOf(occupants.values());
    }

    @Override
    public Optional<Occupant> occupant(String nickname) {
        return Optional.ofNullable(occupants.get(nickname));
    }

    // --- what the application commands

    @Override
    public CompletableFuture<Void> join(JoinOptions options) {
        Objects.requireNonNull(options, "options");
        return command((link, operation) -> link.join(operation, address, options));
    }

    @Override
    public CompletableFuture<Void> leave() {
        return command((link, operation) -> link.leave(operation, address));
    }

    @Override
    public CompletableFuture<Void> setSubject(String newSubject) {
        Objects.requireNonNull(newSubject, "subject");
        return command((link, operation) -> link.setSubject(operation, address, newSubject));
    }

    @Override
    public CompletableFuture<Void> changeNickname(String nickname) {
        String valid = JoinOptions.as(nickname).nickname();
        return command((link, operation) -> link.changeNickname(operation, address, valid));
    }

    /** A command of the link. */
    private interface Command {
        void run(RoomLink link, long operation);
    }

    private CompletableFuture<Void> command(Command command) {
        Promise<@Nullable Void> promise = new Promise<>(host.callbacks());
        host.loop().execute(() -> host.link(Protocol.XMPP)
                .flatMap(Link::rooms)
                .ifPresentOrElse(
                        link -> command.run(link, host.operations().begin(promise)),
                        () -> promise.fail(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.LOCAL,
                                Failure.Retry.NEVER,
                                "Only an XMPP half has rooms, and this account has none"))));
        return promise.future();
    }

    // --- what the link tells

    @OnLoop
    void told(RoomFact fact) {
        if (fact instanceof RoomFact.State now) {
            become(now.state());
        } else if (fact instanceof RoomFact.Occupants all) {
            occupants.clear();
            all.occupants().forEach(occupant -> occupants.put(occupant.nickname(), occupant));
        } else if (fact instanceof RoomFact.Changed change) {
            changed(change);
        } else if (fact instanceof RoomFact.Subject now) {
            about(now);
        } else if (fact instanceof RoomFact.Whisper whisper) {
            host.emit(new WhisperReceived(this, whisper.nickname(), whisper.body()));
        }
    }

    private void become(RoomState after) {
        RoomState before = state;
        if (after.phase() != RoomState.Phase.JOINED) {
            occupants.clear();
        }
        state = after;
        if (!after.equals(before)) {
            host.emit(new RoomStateChanged(this, before, after));
        }
    }

    private void changed(RoomFact.Changed change) {
        if (change.before() != null) {
            occupants.remove(change.before().nickname());
        }
        if (change.after() != null) {
            occupants.put(change.after().nickname(), change.after());
        }
        host.emit(new OccupantChanged(this, change.before(), change.after(), change.exit()));
    }

    private void about(RoomFact.Subject now) {
        if (!now.subject().equals(subject)) {
            subject = now.subject();
            host.emit(new SubjectChanged(this, subject, now.by()));
        }
    }
}
