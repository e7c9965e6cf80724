package dev.duet.internal.contact;

import dev.duet.model.Address;
import dev.duet.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What people type for an address. Pure. */
public final class AddressInput {

    private AddressInput() {}

    /**
     * What a text may mean.
     *
     * @param addresses at least one, XMPP before SIP
     * @param explicit true when the text named its protocol
     */
    public record Meaning(List<Address> addresses, boolean explicit) {

        public Meaning {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Reads a text: with a scheme it is that; a telephone number is one however it is written; {@code user@domain} may
     * be an address of every protocol that there is.
     *
     * @throws IllegalArgumentException when it is no address
     */
    public static Meaning read(String text, Set<Protocol> protocols, Numbers numbers) {
        String trimmed = text.strip();
        if (trimmed.matches("(?i)(sips?|xmpp|tel):.*")) {
            return new Meaning(List.of(numbers.canonical(Address.parse(trimmed))), true);
        }
        if (!trimmed.contains("@")) {
            Address number = numbers.dialled(trimmed)
                    .orElseThrow(() -> new IllegalArgumentException("Not an address: \"" + text
                            + "\". It is user@domain, a telephone number, or begins with sip:, xmpp: or tel:"));
            return new Meaning(List.of(number), true);
        }
        List<Address> addresses = new ArrayList<>();
        if (protocols.contains(Protocol.XMPP)) {
            addresses.add(Address.xmpp(trimmed));
        }
        if (protocols.contains(Protocol.SIP)) {
            addresses.add(Address.sip(trimmed));
        }
        return new Meaning(addresses, false);
    }
}
