package dev.duet.xmpp.internal.xep0357;

import dev.duet.model.Address;
import dev.duet.model.PushTarget;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.Map;
import java.util.TreeMap;

/** What a server is asked about push services (XEP-0357 5). Pure. */
public final class PushCodec {

    private static final String NAMESPACE = "urn:xmpp:push:0";
    private static final String OPTIONS = "http://jabber.org/protocol/pubsub#publish-options";

    private PushCodec() {}

    /** Tell that one. */
    public static Xml enable(Address.Xmpp service, PushTarget target) {
        Xml.Builder enable =
                Xml.element("enable", NAMESPACE).attribute("jid", service.jid()).attribute("node", target.node());
        if (!target.options().isEmpty()) {
            DataForm form = DataForm.submit(OPTIONS);
            for (Map.Entry<String, String> option : new TreeMap<>(target.options()).entrySet()) {
                form = form.with(option.getKey(), option.getValue());
            }
            enable.add(form.write());
        }
        return enable.build();
    }

    /** Tell it no more; of all nodes for an empty one. */
    public static Xml disable(Address.Xmpp service, String node) {
        return Xml.element("disable", NAMESPACE)
                .attribute("jid", service.jid())
                .attribute("node", node.isEmpty() ? null : node)
                .build();
    }
}
