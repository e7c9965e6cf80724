package dev.duet.xmpp.internal.xep0292;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.VCard;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fetching and publishing vCards: by PEP, else as clients did before. */
@OnLoop
public final class VCards implements Part {

    private static final String NODE = "urn:xmpp:vcard4";
    private static final String ITEM = "current";

    private final Iqs iqs;
    private final Pep pep;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private boolean hasPep;

    /** The vCards of a session. */
    public VCards(Iqs iqs, Pep pep, Address.Xmpp self, LinkListener listener) {
        this.iqs = iqs;
        this.pep = pep;
        this.self = self;
        this.listener = listener;
    }

    @Override
    public void account(DiscoInfo info) {
        hasPep = info.is("pubsub", "pep");
    }

    /** Fetches somebody's. */
    public void fetch(long operation, Address.Xmpp of) {
        Address.Xmpp owner = of.bare();
        pep.fetch(owner, NODE, null, found -> {
            Xml vCard = found.content("vcard", VCard4.NAMESPACE);
            if (vCard != null) {
                told(operation, owner, VCard4.read(vCard));
            } else if (Pep.isLost(found.failure())) {
                listener.failed(operation, found.failure());
            } else {
                fetchTemp(owner, (temp, failure) -> {
                    if (Pep.isLost(failure)) {
                        listener.failed(operation, failure);
                    } else {
                        told(operation, owner, temp == null ? VCard.EMPTY : VCardTemp.read(temp));
                    }
                });
            }
        });
    }

    private void told(long operation, Address.Xmpp owner, VCard vCard) {
        if (!vCard.equals(VCard.EMPTY)) {
            listener.vCard(owner, vCard);
        }
        listener.completed(operation);
    }

    /** Publishes the user's. */
    public void publish(long operation, VCard vCard) {
        if (!hasPep) {
            changeTemp(operation, old -> VCardTemp.write(vCard, old));
            return;
        }
        pep.fetch(self.bare(), NODE, null, found -> {
            if (Pep.isLost(found.failure())) {
                listener.failed(operation, found.failure());
                return;
            }
            Xml old = found.content("vcard", VCard4.NAMESPACE);
            pep.publish(operation, NODE, ITEM, VCard4.write(vCard, old), listener);
        });
    }

    /** A change of the user's vCard of former times; it gets null when there is none. */
    public interface Change {
        /** The new one. */
        Xml of(@Nullable Xml old);
    }

    /** Changes the user's vCard of former times. */
    public void changeTemp(long operation, Change change) {
        changeTemp(change, failure -> {
            if (failure == null) {
                listener.completed(operation);
            } else {
                listener.failed(operation, failure);
            }
        });
    }

    /** Changes the user's vCard of former times. */
    public void changeTemp(Change change, Consumer<@Nullable Failure> then) {
        fetchTemp(self.bare(), (old, failure) -> {
            if (Pep.isLost(failure)) {
                then.accept(failure);
            } else {
                iqs.set(null, change.of(old), answer -> then.accept(answer.failure()));
            }
        });
    }

    /** What came of a request. */
    public interface Fetched {
        /** Gets the vCard, or why there is none; neither for an empty answer. */
        void accept(@Nullable Xml vCard, @Nullable Failure failure);
    }

    /** Fetches somebody's vCard of former times. */
    public void fetchTemp(Address.Xmpp of, Fetched then) {
        Xml request = Xml.empty("vCard", VCardTemp.NAMESPACE);
        iqs.get(
                of.equals(self.bare()) ? null : of,
                request,
                answer -> then.accept(answer.payload("vCard", VCardTemp.NAMESPACE), answer.failure()));
    }
}
