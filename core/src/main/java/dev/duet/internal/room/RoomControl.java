package dev.duet.internal.room;

import dev.duet.api.Conversation;
import dev.duet.api.Room;
import dev.duet.api.RoomRules;
import dev.duet.api.event.InvitationDeclined;
import dev.duet.api.event.OccupantChanged;
import dev.duet.api.event.RoomAvatarChanged;
import dev.duet.api.event.RoomInvitation;
import dev.duet.api.event.RoomStateChanged;
import dev.duet.api.event.SubjectChanged;
import dev.duet.api.event.VoiceRequested;
import dev.duet.api.event.WhisperReceived;
import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.InvitationWay;
import dev.duet.model.JoinOptions;
import dev.duet.model.MessageContent;
import dev.duet.model.Occupant;
import dev.duet.model.RoomDetails;
import dev.duet.model.RoomState;
import dev.duet.model.RoomTrait;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomAnswer;
import dev.duet.spi.RoomFact;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/** A room. Changed on the loop alone; read from any thread. */
final class RoomControl implements Room {

    private final Address address;
    private final RoomHost host;
    private final RoomCommands commands;
    private final Map<String, Occupant> occupants = new ConcurrentSkipListMap<>();
    private volatile RoomState state = RoomState.OUT;
    private volatile String subject = "";

    RoomControl(Address address, RoomHost host) {
        this.address = address;
        this.host = host;
        this.commands = new RoomCommands(host);
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
        return commands.command((link, operation) -> link.join(operation, address, options));
    }

    @Override
    public CompletableFuture<Void> leave() {
        return commands.command((link, operation) -> link.leave(operation, address));
    }

    @Override
    public CompletableFuture<Void> setSubject(String newSubject) {
        Objects.requireNonNull(newSubject, "subject");
        return commands.command((link, operation) -> link.setSubject(operation, address, newSubject));
    }

    @Override
    public CompletableFuture<Void> changeNickname(String nickname) {
        String valid = JoinOptions.as(nickname).nickname();
        return commands.command((link, operation) -> link.changeNickname(operation, address, valid));
    }

    @Override
    public CompletableFuture<Void> whisper(String nickname, String body) {
        Objects.requireNonNull(nickname, "nickname");
        if (body.isEmpty() || body.length() > MessageContent.MAX_BODY) {
            throw new IllegalArgumentException("A message has 1 to " + MessageContent.MAX_BODY + " characters");
        }
        return commands.command((link, operation) -> link.whisper(operation, address, nickname, body));
    }

    @Override
    public CompletableFuture<Void> requestVoice() {
        return commands.command((link, operation) -> link.requestVoice(operation, address));
    }

    @Override
    public CompletableFuture<Void> invite(String who, String reason) {
        Address.xmpp(who); // a wrong one fails at once
        return details()
                .handle((details, unknown) -> unknown == null && details.is(RoomTrait.MEMBERS_ONLY)
                        ? InvitationWay.MEDIATED
                        : InvitationWay.DIRECT)
                .thenCompose(way -> invite(who, way, reason));
    }

    @Override
    public CompletableFuture<Void> invite(String who, InvitationWay way, String reason) {
        Address invited = Address.xmpp(who).bare();
        Objects.requireNonNull(way, "way");
        Objects.requireNonNull(reason, "reason");
        return commands.command((link, operation) -> link.invite(operation, address, invited, way, reason));
    }

    @Override
    public CompletableFuture<Void> decline(Address to, String reason) {
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(reason, "reason");
        return commands.command((link, operation) -> link.decline(operation, address, to, reason));
    }

    @Override
    public CompletableFuture<RoomDetails> details() {
        return commands.ask(RoomAnswer.Details.class, RoomAnswer.Details::details, (link, operation) -> link.search()
                .fetchDetails(operation, address));
    }

    @Override
    public CompletableFuture<Optional<Avatar>> avatar() {
        return commands.ask(
                RoomAnswer.Picture.class,
                answer -> Optional.ofNullable(answer.avatar()),
                (link, operation) -> link.search().fetchAvatar(operation, address));
    }

    @Override
    public RoomRules rules() {
        return new RoomRulesControl(address, commands);
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
        } else if (fact instanceof RoomFact.Invited in) {
            host.emit(new RoomInvitation(this, in.from(), in.way(), in.password(), in.reason()));
        } else if (fact instanceof RoomFact.Declined no) {
            host.emit(new InvitationDeclined(this, no.by(), no.reason()));
        } else if (fact instanceof RoomFact.WantsVoice wish) {
            host.emit(new VoiceRequested(this, wish.request()));
        } else if (fact instanceof RoomFact.Pictured now) {
            host.emit(new RoomAvatarChanged(this, now.avatarId()));
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
