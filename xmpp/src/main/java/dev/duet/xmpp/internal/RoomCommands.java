package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Bookmark;
import dev.duet.model.InvitationWay;
import dev.duet.model.JoinOptions;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomSettings;
import dev.duet.model.VoiceRequest;
import dev.duet.spi.BookmarkLink;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomLink;
import dev.duet.spi.RoomRulesLink;
import dev.duet.spi.RoomSearchLink;
import org.jspecify.annotations.Nullable;

/** Commands about rooms, for the session, while there is one. */
@OnLoop
record RoomCommands(SessionCommands commands) implements RoomLink, RoomRulesLink, RoomSearchLink, BookmarkLink {

    @Override
    public RoomRulesLink rules() {
        return this;
    }

    @Override
    public RoomSearchLink search() {
        return this;
    }

    @Override
    public BookmarkLink bookmarks() {
        return this;
    }

    @Override
    public void set(long operation, Bookmark bookmark) {
        commands.about(
                operation, bookmark.room(), (now, address) -> now.bookmarks().set(operation, bookmark));
    }

    @Override
    public void remove(long operation, Address room) {
        commands.about(operation, room, (now, address) -> now.bookmarks().remove(operation, address));
    }

    @Override
    public void join(long operation, Address room, JoinOptions options) {
        commands.about(operation, room, (now, address) -> now.rooms().join(operation, address, options));
    }

    @Override
    public void leave(long operation, Address room) {
        commands.about(operation, room, (now, address) -> {
            now.rooms().leave(operation, address);
            now.bookmarks().left(address);
        });
    }

    @Override
    public void setSubject(long operation, Address room, String subject) {
        commands.about(operation, room, (now, address) -> now.rooms().setSubject(operation, address, subject));
    }

    @Override
    public void changeNickname(long operation, Address room, String nickname) {
        commands.about(operation, room, (now, address) -> now.rooms().changeNickname(operation, address, nickname));
    }

    @Override
    public void whisper(long operation, Address room, String nickname, String body) {
        commands.about(operation, room, (now, address) -> now.rooms().whisper(operation, address, nickname, body));
    }

    @Override
    public void requestVoice(long operation, Address room) {
        commands.about(operation, room, (now, address) -> now.rooms().requestVoice(operation, address));
    }

    @Override
    public void answerVoice(long operation, Address room, VoiceRequest request, boolean granted) {
        commands.about(
                operation, room, (now, address) -> now.rooms().answerVoice(operation, address, request, granted));
    }

    @Override
    public void invite(long operation, Address room, Address who, InvitationWay way, String reason) {
        commands.about(
                operation,
                room,
                (now, address) -> commands.about(
                        operation, who, (same, person) -> now.rooms().invite(operation, address, person, way, reason)));
    }

    @Override
    public void decline(long operation, Address room, Address to, String reason) {
        commands.about(
                operation,
                room,
                (now, address) -> commands.about(
                        operation, to, (same, person) -> now.rooms().decline(operation, address, person, reason)));
    }

    @Override
    public void setRole(long operation, Address room, String nickname, RoomRole role, String reason) {
        commands.about(operation, room, (now, address) -> now.rooms()
                .rules()
                .setRole(operation, address, nickname, role, reason));
    }

    @Override
    public void setAffiliation(long operation, Address room, Address of, RoomAffiliation affiliation, String reason) {
        commands.about(
                operation,
                room,
                (now, address) -> commands.about(operation, of, (same, person) -> now.rooms()
                        .rules()
                        .setAffiliation(operation, address, person, affiliation, reason)));
    }

    @Override
    public void fetchAffiliations(long operation, Address room, RoomAffiliation affiliation) {
        commands.about(operation, room, (now, address) -> now.rooms()
                .rules()
                .fetchAffiliations(operation, address, affiliation));
    }

    @Override
    public void fetchSettings(long operation, Address room) {
        commands.about(operation, room, (now, address) -> now.rooms().rules().fetchSettings(operation, address));
    }

    @Override
    public void configure(long operation, Address room, RoomSettings changes) {
        commands.about(operation, room, (now, address) -> now.rooms().rules().configure(operation, address, changes));
    }

    @Override
    public void destroy(long operation, Address room, String reason, @Nullable Address instead) {
        Address.Xmpp other = instead instanceof Address.Xmpp known ? known : null;
        commands.about(
                operation, room, (now, address) -> now.rooms().rules().destroy(operation, address, reason, other));
    }

    @Override
    public void retract(long operation, Address room, String archiveId, String reason) {
        commands.about(
                operation, room, (now, address) -> now.rooms().rules().retract(operation, address, archiveId, reason));
    }

    @Override
    public void publishAvatar(long operation, Address room, @Nullable Avatar avatar) {
        commands.about(operation, room, (now, address) -> now.rooms().avatars().publish(operation, address, avatar));
    }

    @Override
    public void fetchServices(long operation) {
        commands.online(operation, now -> now.rooms().search().fetchServices(operation));
    }

    @Override
    public void fetchRooms(long operation, Address service, int most, String after) {
        commands.about(
                operation, service, (now, address) -> now.rooms().search().fetchRooms(operation, address, most, after));
    }

    @Override
    public void fetchDetails(long operation, Address room) {
        commands.about(operation, room, (now, address) -> now.rooms().search().fetchDetails(operation, address));
    }

    @Override
    public void fetchAvatar(long operation, Address room) {
        commands.about(operation, room, (now, address) -> now.rooms().avatars().fetch(operation, address));
    }
}
