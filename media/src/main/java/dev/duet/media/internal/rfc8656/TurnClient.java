package dev.duet.media.internal.rfc8656;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.media.internal.rfc8656.TurnPeers.Channel;
import dev.duet.media.internal.rfc8656.TurnPeers.Permission;
import dev.duet.media.internal.rfc8656.TurnProblem.Kind;
import dev.duet.model.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One allocation on a TURN server (RFC 8656): asked for, kept alive, given back. For one thread at a time. Times are
 * nanoseconds of any clock that does not jump. Packets to and from a peer with a channel allocate nothing.
 */
public final class TurnClient {

    private static final long DEFAULT_LIFETIME_SECONDS = 600;
    private static final long SHORTEST_LIFETIME_SECONDS = 30;
    private static final long MARGIN_SECONDS = 60;
    /** More than that does not fit a datagram of ours, with the addresses around it. */
    private static final int MAX_DATA_BYTES = 1900;

    /** What a client wants done, and what it found out. On the thread that called it. */
    public interface Listener {

        /**
         * A message is to be sent to the server. The bytes are lent.
         *
         * @param control true for one that must not be dropped, where there is a choice
         */
        void send(byte[] data, int offset, int length, boolean control);

        /**
         * There is an allocation. Once.
         *
         * @param relayed one address, or one of each IP version
         * @param mapped how the server sees us
         */
        void allocated(List<InetSocketAddress> relayed, InetSocketAddress mapped);

        /** There is none, or none any more. Once, and last. */
        void ended(TurnProblem problem);

        /** A peer's datagram came. The bytes are lent. */
        void received(InetSocketAddress peer, byte[] data, int offset, int length);
    }

    private enum State {
        NEW,
        ALLOCATING,
        ALLOCATED,
        LEAVING,
        ENDED
    }

    private final LongTermCredentials credentials;
    private final boolean stream;
    private final RandomGenerator random;
    private final Listener listener;
    private final List<TurnTransaction> waiting = new ArrayList<>();
    private final TurnPeers peers = new TurnPeers();
    private final byte[] scratch = new byte[TurnFramer.MAX_BYTES];
    private State state = State.NEW;
    private boolean refreshing;
    private long refreshAt;

    /**
     * A client that did not ask yet.
     *
     * @param stream true when messages go over TCP or TLS: they do not get lost, and are padded
     * @param random unpredictable: who guesses a transaction can lie
     */
    public TurnClient(String username, Secret password, boolean stream, RandomGenerator random, Listener listener) {
        this.credentials = new LongTermCredentials(username, password);
        this.stream = stream;
        this.random = random;
        this.listener = listener;
    }

    /** Asks for an allocation. */
    public void start(long now) {
        if (state == State.NEW) {
            state = State.ALLOCATING;
            begin(TurnTransaction.allocate(), now);
        }
    }

    /** True while there is an allocation. */
    public boolean isAllocated() {
        return state == State.ALLOCATED;
    }

    // --- to the peer

    /** Sends a datagram to a peer through the server. False when that cannot be. */
    public boolean send(InetSocketAddress peer, byte[] data, int offset, int length, long now) {
        if (state != State.ALLOCATED || length > MAX_DATA_BYTES) {
            return false;
        }
        Channel channel = peers.channel(peer);
        if (channel != null && channel.bound) {
            sendOnChannel(channel, data, offset, length);
            return true;
        }
        Permission permission = permit(peer, now);
        if (permission == null || permission.refused) {
            return false;
        }
        permission.used = true;
        byte[] indication = new StunWriter(Turn.SEND_INDICATION, transaction())
                .xorAddress(Stun.XOR_PEER_ADDRESS, peer)
                .put(Stun.DATA, data, offset, length)
                .bytes();
        listener.send(indication, 0, indication.length, false);
        return true;
    }

    private void sendOnChannel(Channel channel, byte[] data, int offset, int length) {
        int total = stream ? length + 3 & ~3 : length;
        scratch[0] = (byte) (channel.number >> 8);
        scratch[1] = (byte) channel.number;
        scratch[2] = (byte) (length >> 8);
        scratch[3] = (byte) length;
        System.arraycopy(data, offset, scratch, Turn.CHANNEL_HEADER_BYTES, length);
        for (int i = length; i < total; i++) {
            scratch[Turn.CHANNEL_HEADER_BYTES + i] = 0;
        }
        listener.send(scratch, 0, Turn.CHANNEL_HEADER_BYTES + total, false);
    }

    /** The request overtakes nothing: the server knows of the permission before what is sent after it. */
    private @Nullable Permission permit(InetSocketAddress peer, long now) {
        Permission known = peers.permission(peer.getAddress());
        if (known != null) {
            return known;
        }
        Permission added = peers.permit(peer, now);
        if (added != null) {
            begin(TurnTransaction.permission(peer), now);
        }
        return added;
    }

    /** Gives a peer a channel: packets to and from it become short. */
    public void bind(InetSocketAddress peer, long now) {
        if (state == State.ALLOCATED && peers.channel(peer) == null) {
            Channel added = peers.open(peer, now);
            if (added != null) {
                begin(TurnTransaction.channel(peer, added.number), now);
            }
        }
    }

    // --- from the server

    /** Takes a whole message from the server; anything may be in it. */
    public void received(byte[] data, int offset, int length, long now) {
        if (state == State.NEW || state == State.ENDED) {
            return;
        }
        if (length >= Turn.CHANNEL_HEADER_BYTES && (data[offset] & 0xC0) == 0x40) {
            if (state != State.LEAVING) {
                channelData(data, offset, length);
            }
            return;
        }
        StunMessage message = StunMessage.parse(data, offset, length);
        if (message == null) {
            return;
        }
        if (message.type() == Turn.DATA_INDICATION) {
            if (state != State.LEAVING) {
                indicated(message, data);
            }
            return;
        }
        for (int i = 0; i < waiting.size(); i++) {
            TurnTransaction each = waiting.get(i);
            if (message.isOf(each.id)) {
                answered(each, message, now);
                return;
            }
        }
    }

    private void channelData(byte[] data, int offset, int length) {
        Channel channel = peers.channel((data[offset] & 0xFF) << 8 | data[offset + 1] & 0xFF);
        int size = (data[offset + 2] & 0xFF) << 8 | data[offset + 3] & 0xFF;
        if (channel != null && size <= length - Turn.CHANNEL_HEADER_BYTES) {
            listener.received(channel.peer, data, offset + Turn.CHANNEL_HEADER_BYTES, size);
        }
    }

    private void indicated(StunMessage message, byte[] data) {
        InetSocketAddress peer = message.xorAddress(Stun.XOR_PEER_ADDRESS);
        int at = message.find(Stun.DATA);
        if (peer != null && at >= 0 && peers.permission(peer.getAddress()) != null) {
            listener.received(peer, data, at, message.size(at));
        }
    }

    private void answered(TurnTransaction transaction, StunMessage answer, long now) {
        int kind = answer.type() & Turn.CLASS_BITS;
        if ((answer.type() & ~Turn.CLASS_BITS) != transaction.method || kind < Turn.SUCCESS) {
            return;
        }
        if (kind == Turn.SUCCESS) {
            if (!transaction.signed || credentials.signed(answer)) {
                waiting.remove(transaction);
                succeeded(transaction, answer, now);
            }
            return;
        }
        int code = answer.errorCode();
        waiting.remove(transaction);
        boolean wrongProof = code == 401 && transaction.signed;
        if ((code == 401 || code == 438) && !wrongProof && transaction.challenged() && credentials.challenge(answer)) {
            begin(transaction, now);
        } else if (code == 440 && transaction.method == Turn.ALLOCATE && !transaction.isOnlyIpv6()) {
            transaction.onlyIpv6();
            begin(transaction, now);
        } else {
            refused(transaction, answer, code);
        }
    }

    private void succeeded(TurnTransaction transaction, StunMessage answer, long now) {
        if (state == State.LEAVING) {
            state = State.ENDED;
            return;
        }
        switch (transaction.method) {
            case Turn.ALLOCATE -> allocated(answer, now);
            case Turn.REFRESH -> {
                refreshing = false;
                keep(answer, now);
            }
            case Turn.CHANNEL_BIND -> {
                Channel channel = peers.channel(transaction.channel);
                if (channel != null) {
                    channel.asking = false;
                    channel.bound = true;
                }
            }
            default -> {
                // a permission, which was counted on
            }
        }
    }

    private void allocated(StunMessage answer, long now) {
        List<InetSocketAddress> relayed = new ArrayList<>();
        for (int at = answer.find(Stun.XOR_RELAYED_ADDRESS); at >= 0 && relayed.size() < 2; at = answer.findNext(at)) {
            InetSocketAddress address = answer.xorAddressAt(at);
            if (address != null && isSensible(address.getAddress())) {
                relayed.add(address);
            }
        }
        InetSocketAddress mapped = answer.xorAddress(Stun.XOR_MAPPED_ADDRESS);
        if (relayed.isEmpty() || mapped == null) {
            end(TurnProblem.of(Kind.MALFORMED, "The server tells no relayed address"));
            return;
        }
        state = State.ALLOCATED;
        keep(answer, now);
        listener.allocated(List.copyOf(relayed), mapped);
    }

    private static boolean isSensible(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isMulticastAddress();
    }

    private void keep(StunMessage answer, long now) {
        long told = answer.number(Stun.LIFETIME);
        long lifetime = told < 0 ? DEFAULT_LIFETIME_SECONDS : Math.max(SHORTEST_LIFETIME_SECONDS, told);
        long until = lifetime > 2 * MARGIN_SECONDS ? lifetime - MARGIN_SECONDS : lifetime / 2;
        refreshAt = now
                + Duration.ofSeconds(Math.min(until, DEFAULT_LIFETIME_SECONDS)).toNanos();
    }

    private void refused(TurnTransaction transaction, StunMessage answer, int code) {
        InetSocketAddress peer = transaction.peer;
        if (transaction.method == Turn.CREATE_PERMISSION && peer != null && code != 401) {
            Permission permission = peers.permission(peer.getAddress());
            if (permission != null) {
                permission.refused = true;
            }
            return;
        }
        if (transaction.method == Turn.CHANNEL_BIND && code != 401) {
            Channel channel = peers.channel(transaction.channel);
            if (channel != null) {
                channel.asking = false;
                channel.bound = false;
            }
            return;
        }
        end(new TurnProblem(kind(code, transaction), code, words(answer), alternate(answer, code)));
    }

    private static Kind kind(int code, TurnTransaction transaction) {
        return switch (code) {
            case 300 -> transaction.method == Turn.ALLOCATE ? Kind.REDIRECT : Kind.REFUSED;
            case 401, 438, 441 -> Kind.CREDENTIALS;
            case 437 -> transaction.method == Turn.ALLOCATE ? Kind.MISMATCH : Kind.UNREACHABLE;
            case 0 -> Kind.MALFORMED;
            default -> Kind.REFUSED;
        };
    }

    private static @Nullable InetSocketAddress alternate(StunMessage answer, int code) {
        return code == 300 ? answer.address(Stun.ALTERNATE_SERVER) : null;
    }

    /** The server's words, which may be anything, in a form that fits a log. */
    private static String words(StunMessage answer) {
        String text = answer.text(Stun.ERROR_CODE);
        String reason = text == null || text.length() < 4 ? "" : text.substring(4);
        StringBuilder clean = new StringBuilder();
        reason.chars().limit(80).filter(c -> c >= ' ' && c < 127).forEach(c -> clean.append((char) c));
        return clean.toString();
    }

    // --- time

    /** Does what is due: repeats, renews, gives up. Cheap when nothing is; to be called often. */
    public void tick(long now) {
        for (int i = waiting.size() - 1; i >= 0 && i < waiting.size(); i--) {
            TurnTransaction each = waiting.get(i);
            if (each.isDue(now)) {
                due(each, now);
            }
        }
        if (state != State.ALLOCATED) {
            return;
        }
        if (!refreshing && now - refreshAt >= 0) {
            refreshing = true;
            begin(TurnTransaction.refresh(DEFAULT_LIFETIME_SECONDS), now);
        }
        for (Permission each = peers.nextPermission(now); each != null; each = peers.nextPermission(now)) {
            begin(TurnTransaction.permission(each.peer), now);
        }
        for (Channel each = peers.nextChannel(now); each != null; each = peers.nextChannel(now)) {
            begin(TurnTransaction.channel(each.peer, each.number), now);
        }
    }

    private void due(TurnTransaction transaction, long now) {
        if (!transaction.isOver()) {
            byte[] again = transaction.again(now);
            if (!stream) {
                listener.send(again, 0, again.length, true);
            }
            return;
        }
        waiting.remove(transaction);
        if (transaction.method == Turn.ALLOCATE || transaction.method == Turn.REFRESH) {
            end(TurnProblem.of(Kind.UNREACHABLE, "The server does not answer"));
        } else if (transaction.method == Turn.CHANNEL_BIND) {
            Channel channel = peers.channel(transaction.channel);
            if (channel != null) {
                channel.asking = false;
            }
        }
    }

    private void begin(TurnTransaction transaction, long now) {
        if (state == State.ENDED) {
            return; // a send before this one found the way broken
        }
        byte[] request = transaction.write(credentials, random, now);
        waiting.add(transaction);
        listener.send(request, 0, request.length, true);
    }

    private byte[] transaction() {
        byte[] id = new byte[Stun.TRANSACTION_BYTES];
        random.nextBytes(id);
        return id;
    }

    // --- the end

    private void end(TurnProblem problem) {
        boolean told = state != State.ENDED && state != State.LEAVING;
        state = State.ENDED;
        waiting.clear();
        if (told) {
            listener.ended(problem);
        }
    }

    /** The way to the server broke. */
    public void broken(String why) {
        if (state != State.ENDED) {
            end(TurnProblem.of(Kind.UNREACHABLE, why));
        }
    }

    /**
     * Gives the allocation back. Nothing is told after it, but where messages get lost there may be something to
     * {@link #tick} and to {@link #received} until this side {@link #isGone}.
     */
    public void close(long now) {
        boolean had = state == State.ALLOCATED || state == State.ALLOCATING && credentials.isReady();
        if (state == State.LEAVING) {
            return;
        }
        waiting.clear();
        state = had ? State.LEAVING : State.ENDED;
        if (had) {
            begin(TurnTransaction.refresh(0), now);
        }
        if (stream) {
            state = State.ENDED;
            waiting.clear();
        }
    }

    /** True when there is nothing left to say. */
    public boolean isGone() {
        return state == State.ENDED;
    }
}
