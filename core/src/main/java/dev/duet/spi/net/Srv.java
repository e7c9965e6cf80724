package dev.duet.spi.net;

import dev.duet.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * An SRV record (RFC 2782).
 *
 * @param priority lower is tried first, 0 to 65535
 * @param weight larger is picked more often among those of one priority, 0 to 65535
 * @param target a host name without its final dot; {@code .} for "decidedly not available"
 * @param port 0 to 65535
 */
public record Srv(int priority, int weight, String target, int port) {

    public Srv {
        Objects.requireNonNull(target, "target");
        if (weight < 0) {
            throw new IllegalArgumentException("A weight is 0 to 65535, unlike " + weight);
        }
    }

    /**
     * The order in which to try: by priority, and drawn by weight within one.
     *
     * @return empty when the service is decidedly not available
     */
    public static List<Endpoint> order(List<Srv> records, RandomGenerator random) {
        return sorted(records, random).stream()
                .map(srv -> new Endpoint(srv.target, srv.port))
                .toList();
    }

    static List<Srv> sorted(List<Srv> records, RandomGenerator random) {
        TreeMap<Integer, List<Srv>> byPriority = new TreeMap<>();
        for (Srv srv : records) {
            if (!srv.target.equals(".")) {
                byPriority
                        .computeIfAbsent(srv.priority, priority -> new ArrayList<>())
                        .add(srv);
            }
        }
        List<Srv> order = new ArrayList<>();
        byPriority.values().forEach(group -> drawAll(group, random, order));
        return order;
    }

    private static void drawAll(List<Srv> group, RandomGenerator random, List<Srv> order) {
        List<Srv> left = new ArrayList<>(group);
        left.sort((a, b) -> Integer.compare(Integer.signum(a.weight), Integer.signum(b.weight))); // zeros first
        while (!left.isEmpty()) {
            int sum = left.stream().mapToInt(Srv::weight).sum();
            int point = random.nextInt(sum + 1);
            int index = 0;
            for (int running = left.get(0).weight; running < point; running += left.get(index).weight) {
                index++;
            }
            order.add(left.remove(index));
        }
    }
}
