package dev.duet.testing;

import dev.duet.model.LinkConfig;
import dev.duet.model.Protocol;
import dev.duet.spi.Link;
import dev.duet.spi.LinkListener;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;
import java.util.ArrayList;
import java.util.List;

/** A stack whose wire is the test. */
public final class FakeStack implements ProtocolStack, ProtocolStack.Provider {

    public final List<FakeLink> links = new ArrayList<>();
    public boolean closed;
    private final Protocol protocol;

    public FakeStack(Protocol protocol) {
        this.protocol = protocol;
    }

    public FakeLink link() {
        return links.get(links.size() - 1);
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public ProtocolStack create(RuntimeContext context) {
        return this;
    }

    @Override
    public Link link(LinkConfig config, LinkListener listener) {
        FakeLink link = new FakeLink(config, listener);
        links.add(link);
        return link;
    }

    @Override
    public void close() {
        closed = true;
    }
}
