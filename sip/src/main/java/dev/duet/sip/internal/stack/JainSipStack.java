package dev.duet.sip.internal.stack;

import dev.duet.model.SipLimits;
import dev.duet.sip.internal.transport.Wire;
import dev.duet.spi.Loop;
import gov.nist.javax.sip.EventScanner;
import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import java.util.Objects;
import java.util.Properties;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import org.jspecify.annotations.Nullable;

/**
 * JAIN-SIP's stack with our wires, timers and router in place of its own. It has no thread. On the loop.
 *
 * <p>A port number of JAIN-SIP's names each wire; {@link WireProcessor} tells why that is no real one.
 */
final class JainSipStack extends SipStackImpl {

    private final Loop loop;
    private final LoopTimer timer;
    private final Traces traces;
    private @Nullable Wire next;
    private @Nullable WireProcessor made;
    private int numbers;

    private JainSipStack(Loop loop, Traces traces, Properties properties) throws PeerUnavailableException {
        super(properties);
        this.loop = loop;
        this.traces = traces;
        this.timer = new LoopTimer(loop);
    }

    static JainSipStack create(Loop loop, Traces traces) {
        try {
            JainSipStack stack = new JainSipStack(loop, traces, properties());
            stack.endEventThread();
            stack.setTimer(stack.timer);
            stack.setRouter(new HopRouter());
            stack.setMessageProcessorFactory((self, address, port, transport) -> stack.processor(port));
            return stack;
        } catch (PeerUnavailableException e) {
            throw new IllegalStateException("JAIN-SIP does not start", e);
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "duet");
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        properties.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "65536");
        properties.setProperty("gov.nist.javax.sip.TLS_CLIENT_AUTH_TYPE", "Disabled");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", JainLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", JainServerLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", NoTimer.class.getName());
        return properties;
    }

    /** The constructor starts a thread for events, which a re-entrant listener never uses; one event ends it. */
    private void endEventThread() {
        EventScanner scanner = getEventScanner();
        scanner.forceStop();
        scanner.addEvent(new EventWrapper(new IOExceptionEvent(this, "", 0, ""), null));
    }

    Port attach(Wire wire, SipLimits limits, SipListener listener, Transactions.Handler handler) {
        try {
            next = wire;
            String host = wire.local().getAddress().getHostAddress();
            String transport = wire.transport().name();
            SipProvider provider = createSipProvider(createListeningPoint(host, nextNumber(), transport));
            provider.addSipListener(listener);
            return new Port(loop, wire, limits, provider, Objects.requireNonNull(made), handler);
        } catch (SipException | InvalidArgumentException | java.util.TooManyListenersException e) {
            throw new IllegalStateException("JAIN-SIP does not take " + wire, e);
        } finally {
            next = null;
            made = null;
        }
    }

    void detach(Port port) {
        try {
            var point = port.listeningPoint();
            port.provider().removeSipListener(sipListener(port));
            deleteListeningPoint(point);
            deleteSipProvider(port.provider());
        } catch (ObjectInUseException e) {
            throw new IllegalStateException("JAIN-SIP does not let go of " + port.wire(), e);
        }
    }

    private SipListener sipListener(Port port) {
        return ((gov.nist.javax.sip.SipProviderImpl) port.provider()).getSipListener();
    }

    private int nextNumber() {
        do {
            numbers = numbers % 65_535 + 1;
        } while (isTaken(numbers));
        return numbers;
    }

    private boolean isTaken(int number) {
        return listeningPoints.values().stream().anyMatch(point -> point.getPort() == number);
    }

    private WireProcessor processor(int number) {
        made = new WireProcessor(Objects.requireNonNull(next), number, this, traces);
        return made;
    }

    /** JAIN-SIP stops itself with its last provider, and sleeps a second over it; ours goes on without one. */
    @Override
    public void stopStack() {}

    /** Ends it for good: no timer runs any more. */
    void end() {
        toExit = true;
        timer.stop();
    }
}
