package dev.duet.xmpp.internal.xep0084;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Failure;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xep0292.VCards;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Avatars: what others announce, by PEP or in presence, is told; the pictures are fetched when they are asked for. The
 * user's goes to PEP, and where the server does not copy it (XEP-0398) to the vCard and into presence, too.
 */
@OnLoop
public final class Avatars implements Part {

    /** The node of what avatars are like. */
    public static final String METADATA = "urn:xmpp:avatar:metadata";

    /** The feature of an account whose avatar the server copies to vCard and presence (XEP-0398). */
    public static final String CONVERSION = "urn:xmpp:pep-vcard-conversion:0";

    private static final String DATA = "urn:xmpp:avatar:data";
    private static final String UPDATE = "vcard-temp:x:update";

    private final Pep pep;
    private final VCards vCards;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final Predicate<Address.Xmpp> watched;
    private final AvatarCache cache;
    private final Map<Address.Xmpp, Info> announced = new HashMap<>();
    private boolean hasPep;
    private boolean converts;

    /**
     * What was announced.
     *
     * @param id empty for none
     * @param type empty when it was not told
     * @param inPep where it was announced, and so where the picture is
     */
    private record Info(String id, String type, boolean inPep) {}

    /**
     * The avatars of a session.
     *
     * @param watched whose avatar matters
     */
    public Avatars(
            Pep pep,
            VCards vCards,
            Address.Xmpp self,
            LinkListener listener,
            Predicate<Address.Xmpp> watched,
            AvatarCache cache) {
        this.pep = pep;
        this.vCards = vCards;
        this.self = self;
        this.listener = listener;
        this.watched = watched;
        this.cache = cache;
    }

    @Override
    public void account(DiscoInfo info) {
        hasPep = info.is("pubsub", "pep");
        converts = info.features().contains(CONVERSION);
    }

    @Override
    public void event(Address.Xmpp from, String node, Xml items) {
        if (node.equals(METADATA) && watched.test(from)) {
            List<Xml> published = items.children("item", Pep.EVENT);
            announce(from, published.isEmpty() ? new Info("", "", true) : info(published.get(0)));
        }
    }

    /** Of the forms of a picture that one counts that is kept in the node of the data. */
    private static Info info(Xml item) {
        Xml metadata = item.child("metadata", METADATA);
        if (metadata != null) {
            for (Xml info : metadata.children("info", METADATA)) {
                String id = AvatarData.hash(info.attribute("id", ""));
                if (!id.isEmpty() && info.attribute("url") == null && AvatarData.fits(info.attribute("bytes", ""))) {
                    return new Info(id, info.attribute("type", ""), true);
                }
            }
        }
        return new Info("", "", true);
    }

    /** What presence says counts for those who announced nothing by PEP. */
    @Override
    public boolean presence(Address.Xmpp from, Xml presence) {
        Xml update = presence.child("x", UPDATE);
        Xml photo = update == null ? null : update.child("photo", UPDATE);
        Info known = announced.get(from.bare());
        boolean counts = presence.attribute("type") == null && watched.test(from) && (known == null || !known.inPep);
        if (photo != null && counts) {
            announce(from, new Info(AvatarData.hash(photo.text()), "", false));
        }
        return false;
    }

    private void announce(Address.Xmpp from, Info info) {
        Info before = announced.put(from.bare(), info);
        if (before == null ? !info.id().isEmpty() : !before.id().equals(info.id())) {
            listener.avatarAnnounced(from.bare(), info.id());
        }
    }

    /** Fetches somebody's. */
    public void fetch(long operation, Address.Xmpp of) {
        Address.Xmpp owner = of.bare();
        Info info = announced.get(owner);
        if (info == null) {
            pep.fetch(owner, METADATA, null, found -> {
                Xml item = found.items().isEmpty() ? null : found.items().get(0);
                if (Pep.isLost(found.failure())) {
                    listener.failed(operation, found.failure());
                } else if (item == null) {
                    fetchOld(operation, owner, "");
                } else {
                    fetch(operation, owner, info(item));
                }
            });
        } else {
            fetch(operation, owner, info);
        }
    }

    private void fetch(long operation, Address.Xmpp owner, Info info) {
        Avatar known = cache.find(info.id());
        if (info.id().isEmpty() || known != null) {
            done(operation, owner, known);
        } else if (!info.inPep()) {
            fetchOld(operation, owner, info.id());
        } else {
            pep.fetch(owner, DATA, info.id(), found -> {
                Xml data = found.content("data", DATA);
                ended(
                        operation,
                        owner,
                        data == null ? null : AvatarData.read(data.text(), info.type(), info.id()),
                        found.failure());
            });
        }
    }

    private void fetchOld(long operation, Address.Xmpp owner, String id) {
        vCards.fetchTemp(owner, (vCard, failure) -> {
            ended(operation, owner, AvatarData.in(vCard, id), failure);
        });
    }

    private void ended(long operation, Address.Xmpp owner, @Nullable Avatar avatar, @Nullable Failure failure) {
        if (Pep.isLost(failure)) {
            listener.failed(operation, failure);
            return;
        }
        if (avatar != null) {
            cache.put(avatar);
        }
        done(operation, owner, avatar);
    }

    private void done(long operation, Address.Xmpp owner, @Nullable Avatar avatar) {
        if (avatar != null) {
            listener.avatar(owner, avatar);
        }
        listener.completed(operation);
    }

    /**
     * Publishes the user's.
     *
     * @param avatar null for none any more
     * @param update told the id that presence has to carry from then on (XEP-0153), where the server does not see to it
     */
    public void publish(long operation, @Nullable Avatar avatar, Consumer<String> update) {
        Consumer<@Nullable Failure> then = failure -> {
            if (failure == null) {
                listener.completed(operation);
            } else {
                listener.failed(operation, failure);
            }
        };
        if (!hasPep) {
            publishOld(avatar, update, then);
        } else if (avatar == null) {
            publishMetadata(null, update, then);
        } else {
            Xml data = Xml.element("data", DATA).text(AvatarData.write(avatar)).build();
            pep.publish(DATA, avatar.id(), data, Map.of(), failure -> {
                if (failure == null) {
                    publishMetadata(avatar, update, then);
                } else {
                    then.accept(failure);
                }
            });
        }
    }

    private void publishMetadata(@Nullable Avatar avatar, Consumer<String> update, Consumer<@Nullable Failure> then) {
        Xml.Builder metadata = Xml.element("metadata", METADATA);
        if (avatar != null) {
            metadata.add(Xml.element("info", METADATA)
                    .attribute("id", avatar.id())
                    .attribute("type", avatar.mediaType())
                    .attribute("bytes", Integer.toString(avatar.size()))
                    .build());
        }
        String id = avatar == null ? "none" : avatar.id();
        pep.publish(METADATA, id, metadata.build(), Map.of(), failure -> {
            if (failure == null && !converts) {
                publishOld(avatar, update, then);
            } else {
                then.accept(failure);
            }
        });
    }

    private void publishOld(@Nullable Avatar avatar, Consumer<String> update, Consumer<@Nullable Failure> then) {
        vCards.changeTemp(old -> AvatarData.into(old, avatar), failure -> {
            if (failure == null) {
                update.accept(avatar == null ? "" : avatar.id());
                announce(self, new Info(avatar == null ? "" : avatar.id(), "", hasPep));
            }
            then.accept(failure);
        });
    }

    /** The child of a presence that announces that id; empty for no avatar. */
    public static Xml write(String id) {
        return Xml.element("x", UPDATE).add("photo", id).build();
    }
}
