package dev.duet.sip.internal.rfc8866;

/** Reads the {@code o=} line. */
final class OriginReader {

    private static final String DIGITS = "[0-9]{1,40}";

    private OriginReader() {}

    static Origin read(SdpLines.Section session) throws SdpException {
        String line = session.first('o');
        if (line == null) {
            throw new SdpException("no o= line");
        }
        String[] parts = line.split(" +");
        if (parts.length != 6 || !parts[1].matches(DIGITS) || !parts[2].matches(DIGITS)) {
            throw new SdpException("bad o= line");
        }
        return new Origin(parts[0], parts[1], parts[2], parts[5]);
    }
}
