package dev.duet.sip.internal.stack;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import javax.sip.address.Hop;

/** The way between JAIN-SIP's transactions and one peer over one of our wires. */
final class WireChannel extends MessageChannel implements RawMessageChannel {

    private final WireProcessor processor;
    private final InetSocketAddress peer;

    WireChannel(WireProcessor processor, InetSocketAddress peer) {
        this.processor = processor;
        this.peer = peer;
        this.messageProcessor = processor;
    }

    /** Hands a response to the transactions; requests do not come here. On the loop. */
    @Override
    public void processMessage(SIPMessage message) throws ParseException {
        message.setRemoteAddress(peer.getAddress());
        message.setRemotePort(peer.getPort());
        message.setLocalAddress(processor.getIpAddress());
        message.setLocalPort(processor.getPort());
        message.setPeerPacketSourceAddress(peer.getAddress());
        message.setPeerPacketSourcePort(peer.getPort());
        process((SIPResponse) message);
    }

    private void process(SIPResponse response) throws ParseException {
        response.checkHeaders();
        ServerResponseInterface handler = processor.getSIPStack().newSIPServerResponse(response, this);
        if (handler == null) {
            return;
        }
        try {
            if (!(handler instanceof SIPClientTransaction transaction) || transaction.checkFromTag(response)) {
                handler.processResponse(response, this);
            }
        } finally {
            release(handler);
        }
    }

    private static void release(Object handler) {
        if (handler instanceof SIPTransaction transaction && !transaction.passToListener()) {
            transaction.releaseSem();
        }
    }

    @Override
    public void sendMessage(SIPMessage message) {
        send(message, peer);
    }

    @Override
    public void sendMessage(SIPMessage message, Hop hop) {
        send(message, peer);
    }

    @Override
    public void sendMessage(SIPMessage message, InetAddress address, int port) {
        send(message, new InetSocketAddress(address, port));
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress address, int port, boolean reconnect) {
        processor.send(message, new InetSocketAddress(address, port));
    }

    private void send(SIPMessage message, InetSocketAddress to) {
        if (!message.isNullRequest()) {
            processor.send(message.encodeAsBytes(getTransport()), to);
        }
    }

    @Override
    public void close() {}

    @Override
    public SIPTransactionStack getSIPStack() {
        return processor.getSIPStack();
    }

    @Override
    public String getTransport() {
        return processor.getTransport();
    }

    @Override
    public boolean isReliable() {
        return processor.isReliable();
    }

    @Override
    public boolean isSecure() {
        return processor.isSecure();
    }

    @Override
    public String getPeerAddress() {
        return peer.getAddress().getHostAddress();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return peer.getAddress();
    }

    /** Never that of a processor, or JAIN-SIP would pass messages to itself on threads of its own. */
    @Override
    protected String getPeerProtocol() {
        return "wire";
    }

    @Override
    public int getPeerPort() {
        return peer.getPort();
    }

    @Override
    public int getPeerPacketSourcePort() {
        return peer.getPort();
    }

    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return peer.getAddress();
    }

    @Override
    public String getKey() {
        return MessageChannel.getKey(peer.getAddress(), peer.getPort(), getTransport());
    }

    @Override
    public String getViaHost() {
        return processor.getIpAddress().getHostAddress();
    }

    @Override
    public int getViaPort() {
        return processor.getPort();
    }
}
