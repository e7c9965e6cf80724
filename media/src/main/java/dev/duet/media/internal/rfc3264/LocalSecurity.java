package dev.duet.media.internal.rfc3264;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import java.util.List;

/**
 * What this side wants and may do to protect sound.
 *
 * @param policy the configured policy
 * @param protocol what carries the descriptions: only SIP's know profiles, and keys of SDES
 * @param keys a key of ours for each cipher of SDES, the best first, the same for the whole session; empty when
 *     descriptions are not protected themselves: keys are not sent then, and not taken
 */
public record LocalSecurity(MediaConfig.Encryption policy, Protocol protocol, List<SrtpKey> keys) {

    /** No protection at all. */
    public static final LocalSecurity NEVER = new LocalSecurity(MediaConfig.Encryption.NEVER, Protocol.SIP, List.of());

    public LocalSecurity {
        keys = List.copyOf(keys);
    }

    boolean never() {
        return policy == MediaConfig.Encryption.NEVER;
    }

    boolean required() {
        return policy == MediaConfig.Encryption.REQUIRED;
    }

    boolean hasProfiles() {
        return protocol == Protocol.SIP;
    }
}
