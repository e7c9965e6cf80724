package dev.duet.xmpp.internal.xep0030;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a server what it is, which services it lists (XEP-0030 4), and each of those what it is. */
@OnLoop
public final class ServiceSearch {

    /** The namespace of queries for lists. */
    public static final String ITEMS = "http://jabber.org/protocol/disco#items";

    /** A server with more services than that is asked about these alone. */
    private static final int MOST = 50;

    private static final Failure NO_LIST = Failure.of(
            Failure.Kind.REFUSED, Failure.Origin.SERVER, Failure.Retry.NEVER, "The server's list of services is none");

    private final Iqs iqs;
    private final Address.Xmpp server;

    /** At that server. */
    public ServiceSearch(Iqs iqs, Address.Xmpp server) {
        this.iqs = iqs;
        this.server = server;
    }

    /**
     * Asks about the server itself and all its services.
     *
     * @param each hears of each that answers, the server first, unless it answers late
     * @param done called once, when all have answered, or will not
     */
    public void all(BiConsumer<Address.Xmpp, DiscoInfo> each, Runnable done) {
        iqs.get(server, Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
            each.accept(server, DiscoInfo.in(answer));
            services(each, failure -> done.run());
        });
    }

    /**
     * Asks about the services.
     *
     * @param done called once, with why there is no list, or with null when all have answered, or will not
     */
    public void services(BiConsumer<Address.Xmpp, DiscoInfo> each, Consumer<@Nullable Failure> done) {
        iqs.get(server, Xml.empty("query", ITEMS), answer -> {
            Xml found = answer.payload("query", ITEMS);
            if (found == null) {
                done.accept(answer.failure() == null ? NO_LIST : answer.failure());
                return;
            }
            List<Address.Xmpp> services = found.children("item", ITEMS).stream()
                    .map(item -> Jids.read(item.attribute("jid")))
                    .filter(Objects::nonNull)
                    .filter(address -> address.local() == null)
                    .limit(MOST)
                    .toList();
            Waiting waiting = new Waiting(services.size(), done);
            services.forEach(address -> iqs.get(address, Xml.empty("query", DiscoInfo.NAMESPACE), told -> {
                each.accept(address, DiscoInfo.in(told));
                waiting.oneLess();
            }));
            waiting.doneIfNone();
        });
    }

    private static final class Waiting {
        private final Consumer<@Nullable Failure> done;
        private int left;

        Waiting(int left, Consumer<@Nullable Failure> done) {
            this.left = left;
            this.done = done;
        }

        void oneLess() {
            left--;
            doneIfNone();
        }

        void doneIfNone() {
            if (left == 0) {
                left = -1;
                done.accept(null);
            }
        }
    }
}
