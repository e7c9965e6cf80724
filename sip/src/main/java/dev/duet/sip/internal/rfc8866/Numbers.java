package dev.duet.sip.internal.rfc8866;

/** Numbers with their ranges. */
final class Numbers {

    private Numbers() {}

    static int parse(String text, int least, int most, String what) throws SdpException {
        return (int) parse(text, (long) least, (long) most, what);
    }

    static long parse(String text, long least, long most, String what) throws SdpException {
        long value = text.isEmpty() || text.length() > 12 ? -1 : 0;
        for (int i = 0; i < text.length() && value >= 0; i++) {
            char c = text.charAt(i);
            value = c >= '0' && c <= '9' ? value * 10 + c - '0' : -1;
        }
        if (value < least || value > most) {
            throw new SdpException("bad " + what + ": \"" + SdpLines.shortened(text) + "\"");
        }
        return value;
    }
}
