package dev.duet.sip.internal.rfc3263;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The order in which to try servers: by priority, and by chance weighted within one (RFC 2782). */
final class SrvOrder {

    private SrvOrder() {}

    static List<Srv> of(List<Srv> records, RandomGenerator random) {
        List<Srv> rest = new ArrayList<>(records);
        rest.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight)); // RFC 2782: weight 0 first
        List<Srv> ordered = new ArrayList<>();
        while (!rest.isEmpty()) {
            int priority = rest.get(0).priority;
            List<Srv> peers =
                    rest.stream().filter(srv -> srv.priority == priority).toList();
            Srv chosen = choose(peers, random);
            ordered.add(chosen);
            rest.remove(chosen);
        }
        return ordered;
    }

    private static Srv choose(List<Srv> peers, RandomGenerator random) {
        int sum = peers.stream().mapToInt(Srv::weight).sum();
        int mark = random.nextInt(sum + 1);
        int running = 0;
        for (Srv peer : peers) {
            running += peer.weight;
            if (running >= mark) {
                return peer;
            }
        }
        return peers.get(peers.size() - 1);
    }

    /**
     * An SRV record.
     *
     * @param priority the lowest is tried first
     * @param weight share among those of the same priority
     * @param host where the server is
     * @param port its port
     */
    record Srv(int priority, int weight, String host, int port) {}
}
