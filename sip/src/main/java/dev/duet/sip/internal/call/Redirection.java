package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.sip.internal.rfc3261.Uris;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sip.header.ContactHeader;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where a call may still be tried when it is sent on by 3xx (RFC 3261 8.1.3.4): each place once, the preferred first,
 * and no more than {@link #MOST}. A call that was made to a {@code sips:} address never leaves that scheme. Pure.
 */
final class Redirection {

    /** How often one call may be sent on. */
    static final int MOST = 5;

    private final Address.Sip self;
    private final boolean secure;
    private final Set<String> seen = new HashSet<>();
    private final List<String> targets = new ArrayList<>();
    private final List<Address> elsewhere = new ArrayList<>();
    private boolean sentOn;
    private int followed;

    /**
     * Nowhere yet.
     *
     * @param first the Request-URI that was tried first
     */
    Redirection(String first, Address.Sip self) {
        this.self = self;
        this.secure = Uris.address(first)
                .filter(Address.Sip.class::isInstance)
                .map(address -> ((Address.Sip) address).secure())
                .orElse(false);
        seen.add(first);
    }

    /** Takes the places that a response names; those of one that is no redirection are not looked at. */
    void take(Response response) {
        int status = response.getStatusCode();
        if (status < 300 || status > 302) { // 305 and 380 name no places to call (RFC 3261 21.3)
            return;
        }
        sentOn = true;
        List<ContactHeader> contacts = new ArrayList<>();
        for (var all = response.getHeaders(ContactHeader.NAME); all != null && all.hasNext(); ) {
            ContactHeader contact = (ContactHeader) all.next();
            if (!contact.isWildCard() && contact.getAddress() != null) {
                contacts.add(contact);
            }
        }
        contacts.sort(Comparator.comparing(Redirection::preference).reversed());
        List<String> found = new ArrayList<>();
        for (ContactHeader contact : contacts) {
            String uri = uri(contact);
            String target = target(uri);
            Uris.address(uri).filter(Address.Xmpp.class::isInstance).ifPresent(elsewhere::add);
            if (target != null && seen.add(target)) {
                found.add(target);
            }
        }
        targets.addAll(0, found);
    }

    /** Where to go next, and counts it; null when there is nowhere. */
    @Nullable
    String next() {
        if (targets.isEmpty() || followed == MOST) {
            return null;
        }
        followed++;
        return targets.remove(0);
    }

    /** True when any response was a redirection. */
    boolean isSentOn() {
        return sentOn;
    }

    /** XMPP addresses that redirections named, in their order. */
    List<Address> elsewhere() {
        return List.copyOf(elsewhere);
    }

    /** The contacts of a redirection of ours (RFC 3261 20.10), in the order of their q. */
    static List<String> write(List<Address> to) {
        List<String> contacts = new ArrayList<>();
        for (Address each : to) {
            int q = Math.max(1, 10 - contacts.size());
            contacts.add("<" + each.uri() + ">;q=" + (q == 10 ? "1.0" : "0." + q));
        }
        return contacts;
    }

    /** Only places that a call may go to; without what a URI may tell to put into the request (RFC 3261 19.1.5). */
    private @Nullable String target(String uri) {
        Address address = Uris.address(uri).orElse(null);
        if (address instanceof Address.Sip sip) {
            return secure && !sip.secure() ? null : withoutMethod(sip).uri();
        }
        return address instanceof Address.Tel && !secure ? Uris.target(address, self) : null;
    }

    private static String uri(ContactHeader contact) {
        String text = contact.getAddress().getURI().toString();
        int headers = text.indexOf('?');
        return headers < 0 ? text : text.substring(0, headers);
    }

    private static Address.Sip withoutMethod(Address.Sip sip) {
        Map<String, String> parameters = new TreeMap<>(sip.parameters());
        return parameters.keySet().removeIf("method"::equalsIgnoreCase)
                ? new Address.Sip(sip.secure(), sip.user(), sip.host(), sip.port(), parameters)
                : sip;
    }

    private static float preference(ContactHeader contact) {
        float q = contact.getQValue();
        return q < 0 ? 1 : q; // absent
    }
}
