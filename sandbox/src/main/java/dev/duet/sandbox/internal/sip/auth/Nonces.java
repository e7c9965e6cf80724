package dev.duet.sandbox.internal.sip.auth;

import dev.duet.sandbox.internal.sip.transport.Timers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nonces handed out, and the counts used with each. */
final class Nonces {

    /** What the use of a nonce amounts to. */
    enum Use {
        GOOD,
        /** Never issued by this run, or too old: ask again with stale=true. */
        STALE,
        /** This very count was used before. */
        REPLAYED
    }

    private static final int MAX = 20_000;
    private static final int WINDOW = 64;

    private static final class Issued {
        private final Instant issued;
        private long highest;
        private long seen;

        Issued(Instant issued) {
            this.issued = issued;
        }
    }

    private final Timers timers;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Issued> eldest) {
            return size() > MAX;
        }
    };

    Nonces(Timers timers, Duration lifetime) {
        this.timers = timers;
        this.lifetime = lifetime;
    }

    String issue() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        entries.put(nonce, new Issued(timers.now()));
        return nonce;
    }

    /**
     * Notes the use of a nonce with a count. Requests may overtake each other on UDP, so a lower count that is new
     * counts as stale, not as a replay.
     */
    Use use(String nonce, long count) {
        Issued entry = entries.get(nonce);
        if (entry == null || entry.issued.plus(lifetime).isBefore(timers.now())) {
            return Use.STALE;
        }
        if (count > entry.highest) {
            long step = count - entry.highest;
            entry.seen = step >= WINDOW ? 1 : entry.seen << step | 1;
            entry.highest = count;
            return Use.GOOD;
        }
        long age = entry.highest - count;
        if (age >= WINDOW) {
            return Use.STALE;
        }
        boolean used = (entry.seen >> age & 1) == 1;
        return used ? Use.REPLAYED : Use.STALE;
    }

    /** Without qop there is no count, and a nonce may be used until it is too old. */
    Use useUncounted(String nonce) {
        Issued entry = entries.get(nonce);
        boolean fresh = entry != null && !entry.issued.plus(lifetime).isBefore(timers.now());
        return fresh ? Use.GOOD : Use.STALE;
    }
}
