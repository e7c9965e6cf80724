package dev.duet.examples.bench;

import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import java.util.List;
import java.util.Locale;

/** A way that sound may take. */
enum Way {
    /** SIP, RTP as it is. */
    PLAIN(Protocol.SIP, MediaConfig.Ice.NEVER, MediaConfig.Encryption.NEVER),
    /** SIP, by ICE. */
    ICE(Protocol.SIP, MediaConfig.Ice.ALWAYS, MediaConfig.Encryption.NEVER),
    /** SIP, by ICE, encrypted by DTLS-SRTP. */
    ICE_DTLS(Protocol.SIP, MediaConfig.Ice.ALWAYS, MediaConfig.Encryption.REQUIRED),
    /** Jingle, which always does ICE. */
    JINGLE(Protocol.XMPP, MediaConfig.Ice.ALWAYS, MediaConfig.Encryption.NEVER),
    /** Jingle, encrypted by DTLS-SRTP. */
    JINGLE_DTLS(Protocol.XMPP, MediaConfig.Ice.ALWAYS, MediaConfig.Encryption.REQUIRED);

    private final Protocol protocol;
    private final MediaConfig.Ice ice;
    private final MediaConfig.Encryption encryption;

    Way(Protocol protocol, MediaConfig.Ice ice, MediaConfig.Encryption encryption) {
        this.protocol = protocol;
        this.ice = ice;
        this.encryption = encryption;
    }

    Protocol protocol() {
        return protocol;
    }

    MediaConfig media(String codec) {
        return MediaConfig.builder()
                .codecs(List.of(codec))
                .ice(ice)
                .encryption(encryption)
                .build();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '+');
    }
}
