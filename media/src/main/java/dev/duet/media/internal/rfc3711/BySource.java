package dev.duet.media.internal.rfc3711;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contexts by SSRC, those used last at the end. Finding one allocates nothing. */
final class BySource<T> {

    private final List<Entry<T>> entries = new ArrayList<>();

    private record Entry<T>(int ssrc, T context) {}

    @Nullable
    T find(int ssrc) {
        int last = entries.size() - 1;
        for (int i = last; i >= 0; i--) {
            Entry<T> entry = entries.get(i);
            if (entry.ssrc == ssrc) {
                if (i != last) {
                    entries.remove(i);
                    entries.add(entry);
                }
                return entry.context;
            }
        }
        return null;
    }

    void add(int ssrc, T context) {
        entries.add(new Entry<>(ssrc, context));
    }

    void forgetOldest() {
        entries.remove(0);
    }

    int size() {
        return entries.size();
    }
}
