package dev.duet.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Messages from one to another, and connections that do nothing, in JVMs of their own. */
final class MessageFigures {

    private static final int WARM_UP = 5;
    private static final int PACED_SECONDS = 4;

    private final XmppPlace place;
    private final List<String> jvm;
    private final int messages;
    private final int rate;
    private final int rounds;

    MessageFigures(XmppPlace place, List<String> jvm, int messages, int rate, int rounds) {
        this.place = place;
        this.jvm = jvm;
        this.messages = messages;
        this.rate = rate;
        this.rounds = rounds;
    }

    private static Child start(XmppPlace place, List<String> jvm, Chatter chatter) throws IOException {
        return Child.start(
                jvm,
                List.of(
                        "--chatter",
                        chatter.name(),
                        "--server",
                        Integer.toString(place.port()),
                        "--domain",
                        place.domain(),
                        "--trust",
                        place.authority().toString()));
    }

    void tell(Chatter[] who, PrintWriter out) throws IOException {
        Map<Chatter, Child> children = new EnumMap<>(Chatter.class);
        try {
            for (Chatter each : who) {
                children.put(each, start(place, jvm, each));
            }
            for (int round = 0; round < WARM_UP; round++) {
                for (Chatter each : who) {
                    children.get(each).ask("talk " + messages + " 0");
                }
            }
            tell(who, children, messages, 0, out);
            if (rate > 0) {
                tell(who, children, rate * PACED_SECONDS, rate, out);
            }
        } finally {
            children.values().forEach(Child::close);
        }
    }

    private void tell(Chatter[] who, Map<Chatter, Child> children, int count, int each, PrintWriter out)
            throws IOException {
        Map<Chatter, List<Double>> cpu = new EnumMap<>(Chatter.class);
        Map<Chatter, List<Double>> speed = new EnumMap<>(Chatter.class);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < who.length; i++) {
                Chatter next = who[(round + i) % who.length];
                String[] said = children.get(next).ask("talk " + count + " " + each);
                speed.computeIfAbsent(next, key -> new ArrayList<>()).add(count * 1e9 / Long.parseLong(said[0]));
                cpu.computeIfAbsent(next, key -> new ArrayList<>()).add(Long.parseLong(said[1]) / 1e6 / count);
            }
        }
        for (Chatter one : who) {
            out.printf(
                    Locale.ROOT,
                    "%-13s %s: %s messages/s; CPU s for 1,000: %s",
                    one,
                    each == 0 ? "as fast as they go" : each + " a second",
                    range(speed.get(one), "%.0f"),
                    range(cpu.get(one), "%.4f"));
            if (one != who[0]) {
                out.printf(Locale.ROOT, ", %.2f times %s", median(cpu.get(one)) / median(cpu.get(who[0])), who[0]);
            }
            out.printf(
                    Locale.ROOT,
                    "; load %.1f%n",
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
        out.flush();
    }

    private static String range(List<Double> values, String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + " to " + format + ")",
                median(values),
                Collections.min(values),
                Collections.max(values));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Connections that do nothing. */
    static void idle(XmppPlace place, List<String> jvm, Chatter chatter, int count, int seconds, PrintWriter out)
            throws IOException {
        try (Child child = start(place, jvm, chatter)) {
            String[] said = child.ask("idle " + count + " " + seconds);
            out.printf(
                    Locale.ROOT,
                    "%-6s %d connections: %.1f KiB heap each after collection, %.2f threads each (%s in all); signed in"
                            + " one after another, %.1f ms each; %.1f %% of a core while nothing happens%n",
                    chatter,
                    count,
                    Long.parseLong(said[0]) / 1024.0 / count,
                    Long.parseLong(said[1]) / (double) count,
                    said[1],
                    Long.parseLong(said[2]) / 1e6 / count,
                    Long.parseLong(said[3]) / 1e7 / seconds);
            out.flush();
        }
    }
}
