package dev.duet.sip.internal.stack;

import dev.duet.model.SipConfig;
import dev.duet.sip.internal.transport.Wire;
import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** One of our wires as JAIN-SIP sees it. Its port is a number of ours, since two streams may share a local port. */
final class WireProcessor extends MessageProcessor {

    private final Wire wire;
    private final Traces traces;

    WireProcessor(Wire wire, int number, SIPTransactionStack stack, Traces traces) {
        super(wire.local().getAddress(), number, wire.transport().name(), stack);
        this.wire = wire;
        this.traces = traces;
    }

    void send(byte[] message, InetSocketAddress to) {
        WireLog.sent(message, to);
        traces.sent(message, wire, to);
        wire.send(message, to);
    }

    Traces traces() {
        return traces;
    }

    boolean isReliable() {
        return wire.transport() != SipConfig.Transport.UDP;
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return sipStack;
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws UnknownHostException {
        String host = target.getHost().getHostname();
        return createMessageChannel(InetAddress.getByName(host), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) {
        return new WireChannel(this, new InetSocketAddress(host, port));
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public int getDefaultTargetPort() {
        return getDefaultPort(getTransport());
    }

    @Override
    public boolean isSecure() {
        return wire.transport().isSecure();
    }

    @Override
    public int getMaximumMessageSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean inUse() {
        return false;
    }
}
