package dev.duet.sip.internal.rfc8866;

/** Numbers with their ranges. */
final class Numbers {

    private Numbers() {}

    static int parse(String text, int least, int most, String what) throws SdpException {
        return (int) parse(text, (long) least, (long) most, what);
    }

    static long parse(String text, long least, long most, String what) throws SdpException {
        boolean digits = !text.isEmpty() && text.length() <= 12 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : -1;
        if (value < least || value > most) {
            throw new SdpException("bad " + what + ": \"" + SdpLines.shortened(text) + "\"");
        }
        return value;
    }
}
