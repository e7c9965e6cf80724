package dev.duet.internal.route;

import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.RoutingPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The default routing of calls, after RFC 7081 3.2 and 3.3: what the application names wins; else SIP first, when there
 * is such a half; else Jingle to a device that can; else Jingle to the person. A telephone number goes by SIP. What the
 * person alone says are their addresses counts like others in the own SIP domain, which costs nothing and can be
 * trusted to ring where it should; elsewhere it comes last.
 */
public final class CusaxRouting implements RoutingPolicy {

    @Override
    public Answer routes(Question question) {
        if (question.explicit() != null) {
            return explicit(question, question.explicit());
        }
        List<Route> routes = new ArrayList<>();
        List<String> obstacles = new ArrayList<>();
        sip(question, routes, obstacles);
        jingle(question, routes, obstacles);
        claimed(question, routes, false);
        return new Answer(routes, routes.isEmpty() ? String.join("; ", obstacles) : "");
    }

    private static Answer explicit(Question question, Address address) {
        String obstacle = obstacle(question, address.protocol());
        return obstacle.isEmpty()
                ? new Answer(
                        List.of(new Route(address, address.protocol(), "The address " + address + " was asked for")),
                        "")
                : new Answer(List.of(), obstacle);
    }

    private static void sip(Question question, List<Route> routes, List<String> obstacles) {
        List<Address> targets = addresses(question, Protocol.SIP);
        if (targets.isEmpty() && question.claimed().isEmpty()) {
            obstacles.add("no SIP address or telephone number is known");
            return;
        }
        String obstacle = obstacle(question, Protocol.SIP);
        if (!obstacle.isEmpty()) {
            obstacles.add(obstacle);
            return;
        }
        String why = question.links().containsKey(Protocol.XMPP)
                ? "SIP comes first for calls when an account has both halves (RFC 7081)"
                : "This account has SIP only";
        Set<Address> places = new HashSet<>();
        for (Address target : targets) {
            if (places.add(place(question, target))) {
                routes.add(new Route(
                        target, Protocol.SIP, target instanceof Address.Tel ? "Telephone numbers go by SIP" : why));
            }
        }
        claimed(question, routes, true);
    }

    /** What the person alone says: in the own domain, or elsewhere. */
    private static void claimed(Question question, List<Route> routes, boolean here) {
        if (obstacle(question, Protocol.SIP).isEmpty()) {
            question.claimed().stream()
                    .filter(address -> isOwn(question, address) == here)
                    .forEach(address -> routes.add(new Route(
                            address,
                            Protocol.SIP,
                            address instanceof Address.Tel
                                    ? "They say that this is their telephone number"
                                    : "They say that this is their SIP address")));
        }
    }

    /** A number is called in the own domain, whether it is written as one or as an address there (RFC 3261 19.1.6). */
    private static Address place(Question question, Address target) {
        return target instanceof Address.Sip sip
                        && isOwn(question, sip)
                        && sip.number().isPresent()
                ? sip.number().get()
                : target;
    }

    private static boolean isOwn(Question question, Address address) {
        return address instanceof Address.Sip theirs
                && question.own().get(Protocol.SIP) instanceof Address.Sip own
                && theirs.host().equals(own.host());
    }

    private static void jingle(Question question, List<Route> routes, List<String> obstacles) {
        List<Address> targets = addresses(question, Protocol.XMPP);
        if (targets.isEmpty()) {
            obstacles.add("no XMPP address is known");
            return;
        }
        String obstacle = obstacle(question, Protocol.XMPP);
        if (!obstacle.isEmpty()) {
            obstacles.add(obstacle);
            return;
        }
        String before = routes.isEmpty() ? String.join("; ", obstacles) : "if SIP does not reach them";
        String because = before.isEmpty() ? "" : " (" + before + ")";
        Set<Address> bare = Set.copyOf(targets.stream().map(Address::bare).toList());
        question.devices().entrySet().stream()
                .filter(device -> bare.contains(device.getKey().bare())
                        && device.getValue().contains(Capability.AUDIO_CALL))
                .map(Map.Entry::getKey)
                .min(Comparator.comparing(Address::uri))
                .ifPresentOrElse(
                        device -> routes.add(new Route(
                                device, Protocol.XMPP, "This XMPP device is online and takes calls" + because)),
                        () -> routes.add(new Route(
                                targets.get(0),
                                Protocol.XMPP,
                                "No online XMPP device says that it takes calls: all are asked" + because)));
    }

    private static List<Address> addresses(Question question, Protocol protocol) {
        return question.addresses().stream()
                .filter(address -> address.protocol() == protocol)
                .toList();
    }

    private static String obstacle(Question question, Protocol protocol) {
        LinkPhase phase = question.links().get(protocol);
        if (phase == null) {
            return "this account has no " + protocol + " half";
        }
        if (phase != LinkPhase.ONLINE) {
            return protocol + " is not online";
        }
        return question.callable(protocol) ? "" : protocol + " cannot make calls here";
    }
}
