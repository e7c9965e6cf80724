package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Failure;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomAnswer;
import dev.duet.xmpp.internal.xep0084.AvatarData;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xep0292.VCardTemp;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The avatars of rooms, which are in their vCards (XEP-0054), and announced as those of people are (XEP-0153). */
@OnLoop
public final class RoomAvatars {

    private final RoomContext context;

    RoomAvatars(RoomContext context) {
        this.context = context;
    }

    private void vCard(Address.Xmpp room, BiConsumer<@Nullable Xml, @Nullable Failure> then) {
        context.iqs()
                .get(
                        room,
                        Xml.empty("vCard", VCardTemp.NAMESPACE),
                        answer -> then.accept(answer.payload("vCard", VCardTemp.NAMESPACE), answer.failure()));
    }

    /** Fetches that of a room. */
    public void fetch(long operation, Address.Xmpp room) {
        vCard(room, (vCard, failure) -> {
            if (Pep.isLost(failure)) {
                context.listener().failed(operation, failure);
            } else {
                context.listener().answered(operation, new RoomAnswer.Picture(AvatarData.in(vCard, "")));
            }
        });
    }

    /** Gives a room one, and leaves the rest of its vCard as it is. */
    public void publish(long operation, Address.Xmpp room, @Nullable Avatar avatar) {
        vCard(room, (vCard, failure) -> {
            if (Pep.isLost(failure)) {
                context.listener().failed(operation, failure);
                return;
            }
            context.iqs().set(room, AvatarData.into(vCard, avatar), answer -> {
                if (answer.failure() == null) {
                    context.listener().completed(operation);
                } else {
                    context.listener().failed(operation, answer.failure());
                }
            });
        });
    }

    /** The id of the avatar that presence of a room itself announces; null when it announces nothing. */
    static @Nullable String announced(Xml presence) {
        Xml update = presence.child("x", "vcard-temp:x:update");
        Xml photo = update == null ? null : update.child("photo", "vcard-temp:x:update");
        return photo == null ? null : AvatarData.hash(photo.text());
    }
}
