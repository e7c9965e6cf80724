package dev.duet.xmpp.internal.xep0363;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.spi.UploadSlot;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.ServiceSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the service that takes files, the server itself or one beside it, and asks it for places. */
@OnLoop
public final class Uploads {

    private final Iqs iqs;
    private final ServiceSearch search;
    private final LinkListener listener;
    private final List<Consumer<@Nullable Service>> asking = new ArrayList<>();
    private @Nullable Service known;

    private record Service(Address.Xmpp address, OptionalLong most) {}

    /** In a session. */
    public Uploads(Iqs iqs, ServiceSearch search, LinkListener listener) {
        this.iqs = iqs;
        this.search = search;
        this.listener = listener;
    }

    /** Asks for a place, see {@link dev.duet.spi.UploadLink#requestSlot}. */
    public void request(long operation, String name, long size, String mediaType) {
        find(service -> {
            if (service == null) {
                listener.failed(
                        operation,
                        Failure.of(Kind.UNSUPPORTED, Origin.SERVER, Retry.NEVER, "The server takes no files"));
            } else if (size > service.most.orElse(Long.MAX_VALUE)) {
                listener.failed(
                        operation, Failure.of(Kind.REFUSED, Origin.SERVER, Retry.NEVER, Slots.tooLarge(service.most)));
            } else {
                request(operation, service, name, size, mediaType);
            }
        });
    }

    private void request(long operation, Service service, String name, long size, String mediaType) {
        iqs.get(service.address, Slots.request(name, size, mediaType), answer -> {
            Failure failure = answer.failure();
            UploadSlot slot = Slots.read(answer.payload("slot", Slots.NAMESPACE));
            if (failure != null) {
                listener.failed(operation, Slots.failure(failure, answer.stanza()));
            } else if (slot == null) {
                listener.failed(
                        operation,
                        Failure.of(
                                Kind.REFUSED, Origin.SERVER, Retry.NEVER, "The server's place for the file is none"));
            } else {
                listener.slot(operation, slot);
            }
        });
    }

    private void find(Consumer<@Nullable Service> then) {
        if (known != null) {
            then.accept(known);
            return;
        }
        asking.add(then);
        if (asking.size() > 1) {
            return;
        }
        search.all(
                (address, info) -> {
                    if (known == null && info.features().contains(Slots.NAMESPACE)) {
                        known = new Service(address, Slots.most(info));
                    }
                },
                this::found);
    }

    private void found() {
        List<Consumer<@Nullable Service>> all = List.copyOf(asking);
        asking.clear();
        all.forEach(each -> each.accept(known));
    }
}
