package dev.duet.sandbox;

/**
 * A question that came to the sandbox's DNS server.
 *
 * @param name the name asked for, as written in the question, without the final dot
 * @param type the type asked for by its mnemonic, for example {@code SRV}; also of types the server has no data for
 * @param transport what carried it
 */
public record DnsQuery(String name, String type, Transport transport) {

    /** What carries a question. */
    public enum Transport {
        /** A datagram. */
        UDP,
        /** A stream, which clients turn to after a truncated answer. */
        TCP
    }

    /** Transport, type and name. */
    @Override
    public String toString() {
        return transport + " " + type + ' ' + name;
    }
}
