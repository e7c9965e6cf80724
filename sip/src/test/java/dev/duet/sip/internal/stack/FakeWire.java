package dev.duet.sip.internal.stack;

import dev.duet.model.SipConfig;
import dev.duet.sip.internal.rfc5626.StunBinding;
import dev.duet.sip.internal.transport.Wire;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A wire that keeps what is sent. */
public final class FakeWire implements Wire {

    public final List<String> sent = new ArrayList<>();
    /** STUN, which is no text. */
    public final List<byte[]> stun = new ArrayList<>();

    /** Where each of {@link #sent} went. */
    public final List<InetSocketAddress> to = new ArrayList<>();

    public long heard;
    private final SipConfig.Transport transport;

    public FakeWire(SipConfig.Transport transport) {
        this.transport = transport;
    }

    @Override
    public SipConfig.Transport transport() {
        return transport;
    }

    @Override
    public InetSocketAddress local() {
        return new InetSocketAddress("127.0.0.1", 50_000);
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) {
        if (StunBinding.isStun(message)) {
            stun.add(message);
        } else {
            sent.add(new String(message, StandardCharsets.UTF_8));
            this.to.add(to);
        }
    }

    @Override
    public void ping(InetSocketAddress to) {
        sent.add("\r\n\r\n");
        this.to.add(to);
    }

    @Override
    public long heard() {
        return heard;
    }

    @Override
    public void close() {}
}
