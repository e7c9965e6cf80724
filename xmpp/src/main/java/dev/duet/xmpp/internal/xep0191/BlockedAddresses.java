package dev.duet.xmpp.internal.xep0191;

import dev.duet.model.Address;
import dev.duet.model.Message;
import dev.duet.model.SpamReport;
import dev.duet.spi.Blocking;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The list of blocked addresses at the server: fetched at sign-in, changed from here and from other devices. */
@OnLoop
public final class BlockedAddresses implements Part, Blocking {

    /** The namespace, and the feature of a server that has such lists. */
    public static final String NAMESPACE = "urn:xmpp:blocking";

    /** The namespace of reports, and the feature of a server that takes them. */
    public static final String REPORTING = "urn:xmpp:reporting:1";

    private static final Logger LOG = LoggerFactory.getLogger(BlockedAddresses.class);
    private static final String IDS = "urn:xmpp:sid:0";

    private final Iqs iqs;
    private final Address.Xmpp self;
    private final LinkListener listener;
    private final Consumer<Address.Xmpp> hidden;
    private final Set<Address> blocked = new LinkedHashSet<>();
    private boolean takesReports;

    /**
     * The list of a session, not fetched yet.
     *
     * @param hidden told of each address that is blocked from then on: its presence counts no more
     */
    public BlockedAddresses(Iqs iqs, Address.Xmpp self, LinkListener listener, Consumer<Address.Xmpp> hidden) {
        this.iqs = iqs;
        this.self = self;
        this.listener = listener;
        this.hidden = hidden;
    }

    @Override
    public void server(DiscoInfo info) {
        takesReports = info.features().contains(REPORTING);
        if (info.features().contains(NAMESPACE)) {
            iqs.get(null, Xml.empty("blocklist", NAMESPACE), answer -> {
                Xml list = answer.payload("blocklist", NAMESPACE);
                if (list == null) {
                    LOG.debug("No list of blocked addresses: {}", answer.failure());
                } else {
                    blocked.clear();
                    blocked.addAll(read(list));
                    tell();
                }
            });
        }
    }

    @Override
    public void block(long operation, Set<Address> addresses, @Nullable SpamReport report) {
        Xml.Builder block = Xml.element("block", NAMESPACE);
        for (Address address : addresses) {
            Xml.Builder item = item(address);
            if (report != null && takesReports) {
                item.add(report(report));
            }
            block.add(item.build());
        }
        set(operation, block.build(), () -> added(addresses));
    }

    @Override
    public void unblock(long operation, Set<Address> addresses) {
        Xml.Builder unblock = Xml.element("unblock", NAMESPACE); // without items it would be all, XEP-0191 3.5
        addresses.forEach(address -> unblock.add(item(address).build()));
        set(operation, unblock.build(), () -> blocked.removeAll(addresses));
    }

    private void set(long operation, Xml payload, Runnable done) {
        iqs.set(null, payload, answer -> {
            if (answer.failure() != null) {
                listener.failed(operation, answer.failure());
            } else {
                done.run();
                tell();
                listener.completed(operation);
            }
        });
    }

    /** A push: another device of the user, or this one, changed the list. */
    @Override
    public @Nullable Xml request(Xml iq, Xml payload) {
        boolean isBlock = payload.is("block", NAMESPACE);
        if (!isBlock && !payload.is("unblock", NAMESPACE)) {
            return null;
        }
        String from = iq.attribute("from");
        if (from != null && !Jids.is(from, self.bare())) {
            LOG.debug("Dropped a forged push of blocked addresses");
            return StanzaErrors.reply(iq, "cancel", "service-unavailable");
        }
        Set<Address> changed = read(payload);
        if (isBlock) {
            added(changed);
        } else if (payload.children().isEmpty()) {
            blocked.clear();
        } else {
            blocked.removeAll(changed);
        }
        tell();
        return Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", iq.attribute("id"))
                .attribute("to", from)
                .build();
    }

    private void added(Set<Address> addresses) {
        for (Address address : addresses) {
            if (blocked.add(address) && address instanceof Address.Xmpp gone) {
                hidden.accept(gone);
            }
        }
    }

    private void tell() {
        listener.blockList(Set.copyOf(blocked));
    }

    private static Set<Address> read(Xml list) {
        Set<Address> addresses = new LinkedHashSet<>();
        for (Xml item : list.children("item", NAMESPACE)) {
            Address.Xmpp address = Jids.read(item.attribute("jid"));
            if (address != null) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static Xml.Builder item(Address address) {
        String jid = address instanceof Address.Xmpp xmpp ? xmpp.jid() : address.text();
        return Xml.element("item", NAMESPACE).attribute("jid", jid);
    }

    private Xml report(SpamReport report) {
        String reason = report.reason() == SpamReport.Reason.SPAM ? "spam" : "abuse";
        Xml.Builder element = Xml.element("report", REPORTING).attribute("reason", "urn:xmpp:reporting:" + reason);
        element.addAll(ids(report.messages()));
        if (!report.text().isEmpty()) {
            element.add("text", report.text());
        }
        return element.build();
    }

    private List<Xml> ids(List<Message> messages) {
        List<Xml> ids = new ArrayList<>();
        for (Message message : messages) {
            String id = message.details().archiveId();
            if (!id.isEmpty()) {
                ids.add(Xml.element("stanza-id", IDS)
                        .attribute("by", self.bare().jid())
                        .attribute("id", id)
                        .build());
            }
        }
        return ids;
    }
}
