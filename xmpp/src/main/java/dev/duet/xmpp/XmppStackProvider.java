package dev.duet.xmpp;

import dev.duet.model.Protocol;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;
import dev.duet.xmpp.internal.XmppStack;

/** Offers XMPP to Duet. Found by {@link java.util.ServiceLoader}; an application need not name it. */
public final class XmppStackProvider implements ProtocolStack.Provider {

    /** For {@link java.util.ServiceLoader}. */
    public XmppStackProvider() {}

    @Override
    public Protocol protocol() {
        return Protocol.XMPP;
    }

    @Override
    public ProtocolStack create(RuntimeContext context) {
        return new XmppStack(context);
    }
}
