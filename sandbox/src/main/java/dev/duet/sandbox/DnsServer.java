package dev.duet.sandbox;

import dev.duet.sandbox.internal.dns.Answerer;
import dev.duet.sandbox.internal.dns.DefaultResolver;
import dev.duet.sandbox.internal.dns.DnsListener;
import dev.duet.sandbox.internal.dns.RecordText;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A DNS server on 127.0.0.1, over UDP and TCP, for tests that want an unmodified client to find the sandbox by name
 * alone (RFC 3263, RFC 6120 3.2) and to take the second server when the first is gone. It never asks anybody else: what
 * it has no records for does not exist (NXDOMAIN).
 *
 * <p>All methods may be called from any thread; a change counts from the next question on. Records made by the
 * shorthands of {@link DnsRecord} have a time to live of zero, so that caches do not hide a change.
 */
public final class DnsServer implements AutoCloseable {

    private static final int REMEMBERED_QUERIES = 1000;

    /** How the server treats questions. */
    public enum Mode {
        /** Answers. */
        ANSWER,
        /** Takes the question and stays silent: the client runs into its timeout. */
        SILENT,
        /** Answers SERVFAIL. */
        SERVER_FAILURE,
        /** Answers REFUSED. */
        REFUSED,
        /** Answers over UDP with nothing but the mark that the answer was cut, so that the client turns to TCP. */
        TRUNCATE
    }

    private final Object lock = new Object();
    private final Set<DnsRecord> records = new LinkedHashSet<>();
    private final Map<Name, Mode> modes = new HashMap<>();
    private final Deque<DnsQuery> queries = new ArrayDeque<>();
    private final DefaultResolver defaultResolver = new DefaultResolver();
    private Mode mode = Mode.ANSWER;
    private Answerer answerer = new Answerer(List.of());
    private final DnsListener listener;

    private DnsServer() {
        this.listener = DnsListener.start(this::answer);
    }

    /**
     * Starts an empty server on a free port, the same for UDP and TCP.
     *
     * @return the running server
     * @throws java.io.UncheckedIOException if no port can be opened
     */
    public static DnsServer start() {
        return new DnsServer();
    }

    /**
     * Makes this the server that dnsjava asks in this JVM (its property {@code dns.server}) until it is closed, or
     * until the next test when it belongs to a shared {@link DuetSandbox}: then whoever was asked before is asked
     * again. Only one server can be the default at a time: tests that run side by side had better tell their clients.
     *
     * @return this server
     */
    public DnsServer asDefault() {
        synchronized (lock) {
            defaultResolver.take(address());
        }
        return this;
    }

    /**
     * Where it listens.
     *
     * @return 127.0.0.1 and the port
     */
    public InetSocketAddress address() {
        return listener.address();
    }

    /**
     * The port it listens on, UDP and TCP.
     *
     * @return 1 to 65535
     */
    public int port() {
        return address().getPort();
    }

    /**
     * Adds records. Those it has already are left as they are.
     *
     * @param added the records
     * @return this server
     */
    public DnsServer add(DnsRecord... added) {
        return add(List.of(added));
    }

    /**
     * Adds records. Those it has already are left as they are.
     *
     * @param added the records
     * @return this server
     */
    public DnsServer add(Collection<DnsRecord> added) {
        synchronized (lock) {
            records.addAll(added);
            rebuild();
        }
        return this;
    }

    /**
     * Removes one record.
     *
     * @param record the record, equal in all parts
     * @return true if it was there
     */
    public boolean remove(DnsRecord record) {
        synchronized (lock) {
            boolean removed = records.remove(record);
            rebuild();
            return removed;
        }
    }

    /**
     * Removes all records of one name and type.
     *
     * @param name the owner, compared without regard to case
     * @param type the type
     * @return how many there were
     */
    public int remove(String name, DnsRecord.Type type) {
        synchronized (lock) {
            int before = records.size();
            Name owner = RecordText.name(name);
            records.removeIf(r -> r.type() == type && RecordText.name(r.name()).equals(owner));
            rebuild();
            return before - records.size();
        }
    }

    /**
     * All records, in the order they were added (which is the order in which answers list them).
     *
     * @return a snapshot
     */
    public List<DnsRecord> records() {
        synchronized (lock) {
            return List.copyOf(records);
        }
    }

    /**
     * Sets how questions are treated that have no mode of their own; {@link Mode#ANSWER} at start.
     *
     * @param newMode the mode
     */
    public void mode(Mode newMode) {
        synchronized (lock) {
            mode = newMode;
        }
    }

    /**
     * Sets how questions for one name are treated, whatever their type, until {@link #clearModes()}.
     *
     * @param name the name, compared without regard to case
     * @param newMode the mode
     */
    public void mode(String name, Mode newMode) {
        synchronized (lock) {
            modes.put(RecordText.name(name), newMode);
        }
    }

    /** Answers everything again. */
    public void clearModes() {
        synchronized (lock) {
            modes.clear();
            mode = Mode.ANSWER;
        }
    }

    /**
     * What was asked, oldest first: the last 1000 questions, answered or not.
     *
     * @return a snapshot
     */
    public List<DnsQuery> queries() {
        synchronized (lock) {
            return new ArrayList<>(queries);
        }
    }

    /** Forgets what was asked. */
    public void clearQueries() {
        synchronized (lock) {
            queries.clear();
        }
    }

    /** Stops listening and waits for the thread to end. Closing twice does nothing. */
    @Override
    public void close() {
        synchronized (lock) {
            defaultResolver.giveBack();
        }
        listener.close();
    }

    /** As new, with other records. */
    void reset(Collection<DnsRecord> fresh) {
        synchronized (lock) {
            records.clear();
            records.addAll(fresh);
            rebuild();
            clearModes();
            clearQueries();
            defaultResolver.giveBack();
        }
    }

    private void rebuild() {
        answerer = new Answerer(records.stream().map(RecordText::parse).toList());
    }

    private byte[] answer(byte[] wire, DnsQuery.Transport transport) {
        return Answerer.decode(wire)
                .map(query -> {
                    synchronized (lock) {
                        return answerer.answer(query, transport, remember(query, transport));
                    }
                })
                .orElseGet(() -> Answerer.formatError(wire));
    }

    private Mode remember(Message query, DnsQuery.Transport transport) {
        Record question = query.getQuestion();
        if (question == null) {
            return mode;
        }
        if (queries.size() == REMEMBERED_QUERIES) {
            queries.removeFirst();
        }
        Name name = question.getName();
        queries.addLast(new DnsQuery(name.toString(true), Type.string(question.getType()), transport));
        return modes.getOrDefault(name, mode);
    }
}
