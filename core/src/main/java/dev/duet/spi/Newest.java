package dev.duet.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Maps and sets of no more than so many entries, in which a new one takes the place of the oldest: they bound what
 * others can make an account remember. Not thread-safe.
 */
public final class Newest {

    private Newest() {}

    /**
     * A map that forgets what was put in longest ago; putting a key again does not make it newer.
     *
     * @param most how many entries there may be, 1 or more
     * @param <K> the keys
     * @param <V> the values
     */
    public static <K, V> Map<K, V> map(int most) {
        return new Bounded<>(most, false);
    }

    /**
     * A map that forgets what was longest neither put in nor looked for.
     *
     * @param most how many entries there may be, 1 or more
     * @param <K> the keys
     * @param <V> the values
     */
    public static <K, V> Map<K, V> mapByUse(int most) {
        return new Bounded<>(most, true);
    }

    /**
     * A set that forgets what was added longest ago.
     *
     * @param most how many there may be, 1 or more
     * @param <E> the elements
     */
    public static <E> Set<E> set(int most) {
        return Collections.newSetFromMap(map(most));
    }

    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;

        private final int most;

        Bounded(int most, boolean byUse) {
            super(16, 0.75f, byUse);
            if (most < 1) {
                throw new IllegalArgumentException("Room for " + most + " entries");
            }
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
