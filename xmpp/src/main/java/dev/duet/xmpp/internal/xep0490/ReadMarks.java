package dev.duet.xmpp.internal.xep0490;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the user has read in each conversation, kept at the server for all devices (XEP-0490). */
@OnLoop
public final class ReadMarks implements Part {

    /** The namespace, and the name of the node. */
    public static final String NAMESPACE = "urn:xmpp:mds:displayed:0";

    private static final Logger LOG = LoggerFactory.getLogger(ReadMarks.class);
    private static final String IDS = "urn:xmpp:sid:0";

    private final Pep pep;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final Map<Address.Xmpp, String> known = new HashMap<>();
    private boolean hasPep;

    /** What a session knows of it. */
    public ReadMarks(Pep pep, Address.Xmpp self, LinkListener listener) {
        this.pep = pep;
        this.self = self;
        this.listener = listener;
    }

    @Override
    public void account(DiscoInfo info) {
        hasPep = info.is("pubsub", "pep");
        if (hasPep) {
            pep.items(null, NAMESPACE, 0, items -> told(items == null ? List.of() : items));
        }
    }

    /**
     * The user read up to that message.
     *
     * @param with a contact, or a room
     * @param archiveId the message's id in the archive that it is in
     * @param archive whose archive: the user's, or the room's
     */
    public void read(Address.Xmpp with, String archiveId, Address.Xmpp archive) {
        if (!hasPep || archiveId.isEmpty() || archiveId.equals(known.put(with.bare(), archiveId))) {
            return;
        }
        Xml id = Xml.element("stanza-id", IDS)
                .attribute("by", archive.bare().jid())
                .attribute("id", archiveId)
                .build();
        Xml displayed = Xml.element("displayed", NAMESPACE).add(id).build();
        pep.publishPrivate(NAMESPACE, with.bare().jid(), displayed, failure -> {
            if (failure != null) {
                LOG.debug("What was read was not told to other devices: {}", failure);
            }
        });
    }

    @Override
    public void event(Address.Xmpp from, String node, Xml items) {
        if (node.equals(NAMESPACE) && from.bare().equals(self.bare())) {
            told(items.children("item", Pep.EVENT));
        }
    }

    private void told(List<Xml> items) {
        for (Xml item : items) {
            Address.Xmpp with = Jids.read(item.attribute("id"));
            Xml displayed = item.child("displayed", NAMESPACE);
            Xml id = displayed == null ? null : displayed.child("stanza-id", IDS);
            String read = id == null ? "" : id.attribute("id", "");
            if (with != null && !read.isEmpty() && !read.equals(known.put(with.bare(), read))) {
                listener.readElsewhere(with.bare(), read);
            }
        }
    }
}
