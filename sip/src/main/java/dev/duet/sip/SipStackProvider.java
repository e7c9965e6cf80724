package dev.duet.sip;

import dev.duet.model.Protocol;
import dev.duet.sip.internal.link.SipStack;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RuntimeContext;

/** Gives Duet its SIP half; found by {@link java.util.ServiceLoader}, so applications need not name it. */
public final class SipStackProvider implements ProtocolStack.Provider {

    /** For {@link java.util.ServiceLoader}. */
    public SipStackProvider() {}

    @Override
    public Protocol protocol() {
        return Protocol.SIP;
    }

    @Override
    public ProtocolStack create(RuntimeContext context) {
        return new SipStack(context);
    }
}
