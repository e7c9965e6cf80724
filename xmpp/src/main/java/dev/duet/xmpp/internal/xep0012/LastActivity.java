package dev.duet.xmpp.internal.xep0012;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.StanzaErrors;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks when somebody was last there, and tells those who see the user since when the user is idle. */
@OnLoop
public final class LastActivity implements Part {

    /** The namespace. */
    public static final String NAMESPACE = "jabber:iq:last";

    private final Iqs iqs;
    private final Loop loop;
    private final LinkListener listener;
    private final Predicate<Address.Xmpp> mayKnow;
    private final Supplier<@Nullable Instant> idleSince;

    /**
     * In a session.
     *
     * @param mayKnow who may know that the user is here
     * @param idleSince since when the user is idle; null for not at all
     */
    public LastActivity(
            Iqs iqs,
            Loop loop,
            LinkListener listener,
            Predicate<Address.Xmpp> mayKnow,
            Supplier<@Nullable Instant> idleSince) {
        this.iqs = iqs;
        this.loop = loop;
        this.listener = listener;
        this.mayKnow = mayKnow;
        this.idleSince = idleSince;
    }

    @Override
    public @Nullable Xml query(Xml iq, Xml payload) {
        if (!payload.is("query", NAMESPACE)) {
            return null;
        }
        Address.Xmpp from = Jids.read(iq.attribute("from"));
        if (from == null || !mayKnow.test(from)) {
            return StanzaErrors.reply(iq, "auth", "forbidden"); // XEP-0012 4
        }
        Instant since = idleSince.get();
        long seconds = since == null
                ? 0
                : Math.max(0, Duration.between(since, loop.now()).toSeconds());
        return Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", iq.attribute("id"))
                .attribute("to", from.jid())
                .add(Xml.element("query", NAMESPACE)
                        .attribute("seconds", Long.toString(seconds))
                        .build())
                .build();
    }

    /** Asks somebody's server. */
    public void fetch(long operation, Address.Xmpp of) {
        iqs.get(of.bare(), Xml.empty("query", NAMESPACE), answer -> {
            if (Pep.isLost(answer.failure())) {
                listener.failed(operation, answer.failure());
                return;
            }
            Xml query = answer.payload("query", NAMESPACE);
            String seconds = query == null ? "" : query.attribute("seconds", "");
            if (seconds.matches("[0-9]{1,10}")) {
                listener.lastActivity(of.bare(), loop.now().minusSeconds(Long.parseLong(seconds)));
            }
            listener.completed(operation);
        });
    }
}
