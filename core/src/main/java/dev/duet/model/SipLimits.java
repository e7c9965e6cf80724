package dev.duet.model;

import java.util.Objects;

/**
 * What others may cost a SIP account: what is beyond is refused, and others are answered all the same. Accounts of one
 * runtime with the same limits share sockets; those with others have their own.
 *
 * @param messageBytes the largest message that is taken, 4096 to 1,048,576 bytes; a datagram and a message of
 *     SCTP beyond are answered with 513 (RFC 3261 21.5.7), and a stream by which one comes is given up
 * @param headers how many header fields a message may have, 32 to 10,000; 513 beyond
 * @param bodyBytes the largest body that is taken, 1024 to 1,048,576 bytes; 413 beyond (RFC 3261 21.4.11)
 * @param transactions requests that are remembered, over UDP (RFC 3261 17.2), and, of the server's, those that wait
 *     for their answer; 503 beyond, with {@code Retry-After}. Counted for each socket
 * @param ringing calls that come in and are not answered yet; 486 beyond. Counted for each account, as is what follows
 * @param dialogs calls that came in, until they are over; 486 beyond
 * @param subscriptions those that somebody has here (RFC 6665): to what becomes of a REFER outside of a call (RFC
 *     3515); 486 beyond
 */
public record SipLimits(
        int messageBytes,
        int headers,
        int bodyBytes,
        Bound transactions,
        Bound ringing,
        Bound dialogs,
        Bound subscriptions) {

    /** What holds unless told otherwise. */
    public static final SipLimits DEFAULTS = new SipLimits(
            65_536,
            200,
            65_536,
            new Bound(64, 512, 4096),
            new Bound(16, 32, 2048),
            new Bound(64, 512, 16_384),
            new Bound(4, 8, 8));

    public SipLimits {
        check("messageBytes", messageBytes, 4096, 1 << 20);
        check("headers", headers, 32, 10_000);
        check("bodyBytes", bodyBytes, 1024, 1 << 20);
        Objects.requireNonNull(transactions, "transactions");
        Objects.requireNonNull(ringing, "ringing");
        Objects.requireNonNull(dialogs, "dialogs");
        Objects.requireNonNull(subscriptions, "subscriptions");
    }

    /** The same for messages and bodies of another size and another number of header fields. */
    public SipLimits withSizes(int message, int headerFields, int body) {
        return new SipLimits(message, headerFields, body, transactions, ringing, dialogs, subscriptions);
    }

    /** The same with other {@link #transactions()}. */
    public SipLimits withTransactions(Bound value) {
        return new SipLimits(messageBytes, headers, bodyBytes, value, ringing, dialogs, subscriptions);
    }

    /** The same with other {@link #ringing()} and {@link #dialogs()}. */
    public SipLimits withCalls(Bound ringingValue, Bound dialogsValue) {
        return new SipLimits(messageBytes, headers, bodyBytes, transactions, ringingValue, dialogsValue, subscriptions);
    }

    /** The same with other {@link #subscriptions()}. */
    public SipLimits withSubscriptions(Bound value) {
        return new SipLimits(messageBytes, headers, bodyBytes, transactions, ringing, dialogs, value);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most + ", unlike " + value);
        }
    }

    /**
     * How much of something peers may have at a time, each 0 to 1,000,000.
     *
     * @param ofAStranger one host that is not known: all of a network may be behind it
     * @param ofStrangers all hosts together that are not known
     * @param ofAServer the account's own server and, of transactions, each address that this side sends requests to
     *     itself or has a dialog with
     */
    public record Bound(int ofAStranger, int ofStrangers, int ofAServer) {

        public Bound {
            check("ofAStranger", ofAStranger, 0, 1_000_000);
            check("ofStrangers", ofStrangers, 0, 1_000_000);
            check("ofAServer", ofAServer, 0, 1_000_000);
        }
    }
}
