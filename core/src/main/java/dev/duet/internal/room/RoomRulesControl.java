package dev.duet.internal.room;

import dev.duet.api.RoomRules;
import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Message;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomMember;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomSettings;
import dev.duet.model.VoiceRequest;
import dev.duet.spi.RoomAnswer;
import dev.duet.spi.RoomRulesLink;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What those do who rule a room. */
record RoomRulesControl(Address room, RoomCommands commands) implements RoomRules {

    /** A command of the link. */
    private interface Command {
        void run(RoomRulesLink link, long operation);
    }

    private CompletableFuture<Void> command(Command command) {
        return commands.command((link, operation) -> command.run(link.rules(), operation));
    }

    @Override
    public CompletableFuture<Void> setRole(String nickname, RoomRole role, String reason) {
        Objects.requireNonNull(nickname, "nickname");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(reason, "reason");
        return command((link, operation) -> link.setRole(operation, room, nickname, role, reason));
    }

    @Override
    public CompletableFuture<Void> answerVoice(VoiceRequest request, boolean granted) {
        Objects.requireNonNull(request, "request");
        return command((link, operation) -> link.answerVoice(operation, room, request, granted));
    }

    @Override
    public CompletableFuture<Void> setAffiliation(String address, RoomAffiliation affiliation, String reason) {
        Address of = Address.xmpp(address).bare();
        Objects.requireNonNull(affiliation, "affiliation");
        Objects.requireNonNull(reason, "reason");
        return command((link, operation) -> link.setAffiliation(operation, room, of, affiliation, reason));
    }

    @Override
    public CompletableFuture<List<RoomMember>> list(RoomAffiliation affiliation) {
        if (affiliation == RoomAffiliation.NONE) {
            throw new IllegalArgumentException("Nobody has a list of those who are nobody in particular to a room");
        }
        return commands.ask(RoomAnswer.Members.class, RoomAnswer.Members::members, (link, operation) -> link.rules()
                .fetchAffiliations(operation, room, affiliation));
    }

    @Override
    public CompletableFuture<RoomSettings> settings() {
        return commands.ask(RoomAnswer.Settings.class, RoomAnswer.Settings::settings, (link, operation) -> link.rules()
                .fetchSettings(operation, room));
    }

    @Override
    public CompletableFuture<Void> configure(RoomSettings changes) {
        Objects.requireNonNull(changes, "changes");
        return command((link, operation) -> link.configure(operation, room, changes));
    }

    @Override
    public CompletableFuture<Void> destroy(String reason, @Nullable String instead) {
        Objects.requireNonNull(reason, "reason");
        Address other = instead == null ? null : Address.xmpp(instead).bare();
        return command((link, operation) -> link.destroy(operation, room, reason, other));
    }

    @Override
    public CompletableFuture<Void> retract(Message message, String reason) {
        Objects.requireNonNull(reason, "reason");
        String id = message.details().archiveId();
        if (id.isEmpty()) {
            throw new IllegalArgumentException("The room gave that message no id, by which it could be taken back");
        }
        return command((link, operation) -> link.retract(operation, room, id, reason));
    }

    @Override
    public CompletableFuture<Void> setAvatar(@Nullable Avatar avatar) {
        if (avatar != null && avatar.size() > Avatar.MAX_PUBLISHED) {
            throw new IllegalArgumentException("An avatar that is published has at most " + Avatar.MAX_PUBLISHED
                    + " bytes, unlike one of " + avatar.size());
        }
        return command((link, operation) -> link.publishAvatar(operation, room, avatar));
    }
}
