package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.RoomAffiliation;
import dev.duet.model.RoomRole;
import dev.duet.model.RoomSetting;
import dev.duet.model.RoomSettings;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomAnswer;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What those ask of rooms who rule them (XEP-0045 8 to 10, XEP-0425). */
@OnLoop
public final class RoomRules {

    private final RoomContext context;

    RoomRules(RoomContext context) {
        this.context = context;
    }

    private void settle(long operation, @Nullable Failure failure) {
        if (failure == null) {
            context.listener().completed(operation);
        } else {
            context.listener().failed(operation, failure);
        }
    }

    private void change(long operation, Address.Xmpp room, Xml query) {
        context.iqs().set(room, query, answer -> settle(operation, answer.failure()));
    }

    private static Xml.Builder query() {
        return Xml.element("query", RoomCodec.ADMIN);
    }

    private static Xml.Builder withReason(Xml.Builder item, String reason) {
        return reason.isEmpty() ? item : item.add("reason", reason);
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** Gives somebody who is there another role. */
    public void setRole(long operation, Address.Xmpp room, String nickname, RoomRole role, String reason) {
        Xml.Builder item =
                Xml.element("item", RoomCodec.ADMIN).attribute("nick", nickname).attribute("role", word(role));
        change(operation, room, query().add(withReason(item, reason).build()).build());
    }

    /** Makes somebody something else to the room. */
    public void setAffiliation(
            long operation, Address.Xmpp room, Address.Xmpp of, RoomAffiliation affiliation, String reason) {
        Xml.Builder item = Xml.element("item", RoomCodec.ADMIN)
                .attribute("jid", of.jid())
                .attribute("affiliation", word(affiliation));
        change(operation, room, query().add(withReason(item, reason).build()).build());
    }

    /** Asks who is that. */
    public void fetchAffiliations(long operation, Address.Xmpp room, RoomAffiliation affiliation) {
        Xml item = Xml.element("item", RoomCodec.ADMIN)
                .attribute("affiliation", word(affiliation))
                .build();
        context.iqs().get(room, query().add(item).build(), answer -> {
            Xml list = answer.payload("query", RoomCodec.ADMIN);
            if (list == null) {
                context.listener().failed(operation, orNonsense(answer.failure()));
            } else {
                context.listener().answered(operation, new RoomAnswer.Members(RoomCodec.members(list, affiliation)));
            }
        });
    }

    static Failure orNonsense(@Nullable Failure failure) {
        return failure == null
                ? Failure.of(
                        Failure.Kind.INTERNAL,
                        Failure.Origin.PEER,
                        Failure.Retry.NEVER,
                        "The room answers something else than it was asked")
                : failure;
    }

    /** Asks for the settings. */
    public void fetchSettings(long operation, Address.Xmpp room) {
        form(
                room,
                form -> context.listener().answered(operation, new RoomAnswer.Settings(SettingsForm.read(form))),
                failure -> context.listener().failed(operation, failure));
    }

    private void form(Address.Xmpp room, Consumer<DataForm> then, Consumer<Failure> failed) {
        context.iqs().get(room, Xml.empty("query", RoomCodec.OWNER), answer -> {
            DataForm form = DataForm.in(answer.payload("query", RoomCodec.OWNER));
            if (form == null) {
                failed.accept(orNonsense(answer.failure()));
            } else {
                then.accept(form);
            }
        });
    }

    /** Changes settings. */
    public void configure(long operation, Address.Xmpp room, RoomSettings changes) {
        configure(room, changes, failure -> settle(operation, failure));
    }

    /** Changes settings of a room, which is open to others from then on when it was just made (10.1.3). */
    void configure(Address.Xmpp room, RoomSettings changes, Consumer<@Nullable Failure> then) {
        if (changes.equals(RoomSettings.NONE)) {
            submit(room, new DataForm("submit", List.of()), then); // as its service makes rooms (10.1.2)
            return;
        }
        form(
                room,
                form -> {
                    List<RoomSetting<?>> missing = SettingsForm.missing(form, changes);
                    if (missing.isEmpty()) {
                        submit(room, SettingsForm.write(form, changes), then);
                    } else {
                        then.accept(Failure.of(
                                Failure.Kind.UNSUPPORTED,
                                Failure.Origin.PEER,
                                Failure.Retry.NEVER,
                                "The room has no setting " + missing.get(0).field()));
                    }
                },
                then::accept);
    }

    private void submit(Address.Xmpp room, DataForm form, Consumer<@Nullable Failure> then) {
        context.iqs().set(room, owning(form.write()), answer -> then.accept(answer.failure()));
    }

    private static Xml owning(Xml what) {
        return Xml.element("query", RoomCodec.OWNER).add(what).build();
    }

    /**
     * Gives up a room that was just made, and was not opened to others. That is to be said by a form that is cancelled
     * (10.1.4), which Prosody takes without a consequence: so it is destroyed.
     */
    void cancel(Address.Xmpp room) {
        context.iqs().set(room, owning(Xml.empty("destroy", RoomCodec.OWNER)), answer -> {});
    }

    /** Ends the room for good. */
    public void destroy(long operation, Address.Xmpp room, String reason, Address.@Nullable Xmpp instead) {
        Xml.Builder destroy =
                Xml.element("destroy", RoomCodec.OWNER).attribute("jid", instead == null ? null : instead.jid());
        change(operation, room, owning(withReason(destroy, reason).build()));
    }

    /** Takes back what somebody said. */
    public void retract(long operation, Address.Xmpp room, String archiveId, String reason) {
        context.iqs().get(room, Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
            Xml request = Moderation.request(DiscoInfo.in(answer).features(), archiveId, reason);
            if (request != null) {
                change(operation, room, request);
            } else {
                context.listener()
                        .failed(
                                operation,
                                answer.failure() == null
                                        ? Failure.of(
                                                Failure.Kind.UNSUPPORTED,
                                                Failure.Origin.PEER,
                                                Failure.Retry.NEVER,
                                                "In this room nobody takes back what others said")
                                        : answer.failure());
            }
        });
    }
}
