package dev.duet.media.internal.rfc3264;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.model.DtlsDescription.Fingerprint;
import java.util.List;

/** How both sides agreed to protect the sound. Equal values mean that what is in force stays in force. */
public sealed interface Protection {

    /** Not at all. */
    Protection NONE = new None();

    /** Not at all: anybody on the way can listen. */
    record None() implements Protection {}

    /**
     * By keys of a DTLS handshake (RFC 5763).
     *
     * @param client true when this side connects
     * @param remote what the other side says of its certificate
     * @param id the other side's name for its association (RFC 8842 5.1); empty when it gave none
     */
    record Dtls(boolean client, List<Fingerprint> remote, String id) implements Protection {

        public Dtls {
            remote = List.copyOf(remote);
        }
    }

    /**
     * By keys that the descriptions carry (RFC 4568).
     *
     * @param ours what we send with
     * @param theirs what the other side sends with
     */
    record Sdes(SrtpKey ours, SrtpKey theirs) implements Protection {}
}
