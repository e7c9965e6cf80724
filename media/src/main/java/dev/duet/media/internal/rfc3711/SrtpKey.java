package dev.duet.media.internal.rfc3711;

import java.security.MessageDigest;
import java.util.Arrays;

/** The master key and master salt of one direction (RFC 3711 3.2.1). It never shows itself. */
public final class SrtpKey {

    private final SrtpProfile profile;
    private final byte[] bytes;

    private SrtpKey(SrtpProfile profile, byte[] bytes) {
        this.profile = profile;
        this.bytes = bytes;
    }

    /** Takes a key and the salt behind it, copied; as RFC 4568 6.1 has them. */
    public static SrtpKey of(SrtpProfile profile, byte[] keyAndSalt) {
        if (keyAndSalt.length != profile.keyBytes() + profile.saltBytes()) {
            throw new IllegalArgumentException(profile + " has a key and salt of "
                    + (profile.keyBytes() + profile.saltBytes()) + " bytes, unlike " + keyAndSalt.length);
        }
        return new SrtpKey(profile, keyAndSalt.clone());
    }

    /** What the key is for. */
    public SrtpProfile profile() {
        return profile;
    }

    /** The key and the salt behind it, copied. */
    public byte[] keyAndSalt() {
        return bytes.clone();
    }

    byte[] key() {
        return Arrays.copyOf(bytes, profile.keyBytes());
    }

    byte[] salt() {
        return Arrays.copyOfRange(bytes, profile.keyBytes(), bytes.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SrtpKey that && profile == that.profile && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return profile.hashCode(); // a hash of the bytes would be a hint at them
    }

    @Override
    public String toString() {
        return "SrtpKey[" + profile + ", ***]";
    }
}
