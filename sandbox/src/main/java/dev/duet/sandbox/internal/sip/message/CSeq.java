package dev.duet.sandbox.internal.sip.message;

/** CSeq (RFC 3261 20.16): a number below 2**31 and the method. */
public record CSeq(long number, String method) {

    private static final long MAX = (1L << 31) - 1;

    public static CSeq parse(String text) {
        String[] parts = text.trim().split("[ \t]+");
        if (parts.length != 2 || !Grammar.isToken(parts[1])) {
            throw new SipFormatException("CSeq is not number and method: " + text);
        }
        return new CSeq(Grammar.number(parts[0], MAX), parts[1]);
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
