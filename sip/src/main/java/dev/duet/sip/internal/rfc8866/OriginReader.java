package dev.duet.sip.internal.rfc8866;

import java.util.regex.Pattern;

/** Reads the {@code o=} line. */
final class OriginReader {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,40}");
    private static final Pattern SPACES = Pattern.compile(" +");

    private OriginReader() {}

    static Origin read(SdpLines.Section session) throws SdpException {
        String line = session.first('o');
        if (line == null) {
            throw new SdpException("no o= line");
        }
        String[] parts = SPACES.split(line);
        if (parts.length != 6 || !isNumber(parts[1]) || !isNumber(parts[2])) {
            throw new SdpException("bad o= line");
        }
        return new Origin(parts[0], parts[1], parts[2], parts[5]);
    }

    private static boolean isNumber(String text) {
        return DIGITS.matcher(text).matches();
    }
}
