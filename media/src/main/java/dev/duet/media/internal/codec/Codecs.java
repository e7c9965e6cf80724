package dev.duet.media.internal.codec;

import dev.duet.media.AudioCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The codecs at hand: the built-in ones, and those that the class path brings. */
public final class Codecs {

    private final Map<String, AudioCodec> byName = new TreeMap<>();

    /** Those codecs; of two by the same name, the later. */
    public Codecs(List<AudioCodec> codecs) {
        codecs.forEach(codec -> byName.put(key(codec.name()), codec));
    }

    /** The built-in codecs and those of the class path. */
    public static Codecs load() {
        List<AudioCodec> codecs = new ArrayList<>(List.of(new OpusCodec(), G711Codec.pcmu(), G711Codec.pcma()));
        ServiceLoader.load(AudioCodec.class).forEach(codecs::add);
        return new Codecs(codecs);
    }

    /** The codec by that name, whatever the case. */
    public Optional<AudioCodec> byName(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }

    /** Those of the names that there are, in the order of the names. */
    public List<AudioCodec> inOrder(List<String> names) {
        return names.stream().flatMap(name -> byName(name).stream()).distinct().toList();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
