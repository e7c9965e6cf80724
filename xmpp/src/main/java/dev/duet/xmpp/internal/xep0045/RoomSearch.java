package dev.duet.xmpp.internal.xep0045;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.RoomListing;
import dev.duet.model.RoomPage;
import dev.duet.spi.OnLoop;
import dev.duet.spi.RoomAnswer;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0030.ServiceSearch;
import dev.duet.xmpp.internal.xep0059.ResultSet;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is asked of rooms and their services from outside (XEP-0045 6). */
@OnLoop
public final class RoomSearch {

    private static final String ITEMS = ServiceSearch.ITEMS;

    private final RoomContext context;

    RoomSearch(RoomContext context) {
        this.context = context;
    }

    /** An item of a list (XEP-0030 4). */
    private record Item(Address.Xmpp address, String name) {}

    private static List<Item> items(Xml query) {
        return query.children("item", ITEMS).stream()
                .map(item -> {
                    Address.Xmpp address = Jids.read(item.attribute("jid"));
                    return address == null ? null : new Item(address, item.attribute("name", ""));
                })
                .filter(item -> item != null)
                .toList();
    }

    private void items(long operation, Address.Xmpp of, @Nullable Xml page, Consumer<Xml> then) {
        Xml.Builder query = Xml.element("query", ITEMS);
        context.iqs().get(of, page == null ? query.build() : query.add(page).build(), answer -> {
            Xml found = answer.payload("query", ITEMS);
            if (found == null) {
                context.listener().failed(operation, RoomRules.orNonsense(answer.failure()));
            } else {
                then.accept(found);
            }
        });
    }

    /** Asks which services have rooms. */
    public void fetchServices(long operation) {
        Address.Xmpp server = new Address.Xmpp(null, context.self().domain(), null);
        TreeSet<String> rooms = new TreeSet<>();
        new ServiceSearch(context.iqs(), server)
                .services(
                        (service, info) -> {
                            if (info.features().contains(RoomCodec.MUC) && info.is("conference", "text")) {
                                rooms.add(service.jid());
                            }
                        },
                        failure -> told(operation, rooms, failure));
    }

    private void told(long operation, TreeSet<String> rooms, @Nullable Failure failure) {
        if (failure != null) {
            context.listener().failed(operation, failure);
        } else {
            List<Address> services =
                    rooms.stream().map(Address::xmpp).map(Address.class::cast).toList();
            context.listener().answered(operation, new RoomAnswer.Services(services));
        }
    }

    /** Asks which rooms a service lists. */
    public void fetchRooms(long operation, Address.Xmpp service, int most, String after) {
        items(operation, service, ResultSet.after(after, most), found -> {
            List<RoomListing> rooms = items(found).stream()
                    .map(item -> new RoomListing(item.address, item.name))
                    .toList();
            ResultSet page = ResultSet.in(found);
            context.listener()
                    .answered(
                            operation,
                            new RoomAnswer.Page(
                                    page == null
                                            ? new RoomPage(rooms, "", OptionalInt.of(rooms.size()))
                                            : new RoomPage(rooms, page.next(rooms.size(), most), page.count())));
        });
    }

    /** Asks what a room is like. */
    public void fetchDetails(long operation, Address.Xmpp room) {
        context.iqs().get(room, Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
            if (answer.failure() == null) {
                context.listener().answered(operation, new RoomAnswer.Details(RoomInfo.read(DiscoInfo.in(answer))));
            } else {
                context.listener().failed(operation, answer.failure());
            }
        });
    }
}
