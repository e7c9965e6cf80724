package dev.duet.sip.internal.rfc8866;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the {@code o=} line. */
final class OriginReader {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,40}");

    private OriginReader() {}

    static Origin read(SdpLines.Section session) throws SdpException {
        String line = session.first('o');
        if (line == null) {
            throw new SdpException("no o= line");
        }
        List<String> parts = Words.of(line);
        if (parts.size() != 6 || !isNumber(parts.get(1)) || !isNumber(parts.get(2))) {
            throw new SdpException("bad o= line");
        }
        return new Origin(parts.get(0), parts.get(1), parts.get(2), parts.get(5));
    }

    private static boolean isNumber(String text) {
        return DIGITS.matcher(text).matches();
    }
}
