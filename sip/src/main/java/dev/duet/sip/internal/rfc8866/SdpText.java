package dev.duet.sip.internal.rfc8866;

/** Text that grows line by line. A value cannot bring a line of its own. */
final class SdpText {

    private final StringBuilder out = new StringBuilder(512);

    SdpText line(char type, String value) {
        out.append(type).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            out.append(c == '\r' || c == '\n' || c == '\0' ? ' ' : c);
        }
        out.append("\r\n");
        return this;
    }

    SdpText attribute(String name, String value) {
        return line('a', name + ":" + value);
    }

    SdpText flag(String name) {
        return line('a', name);
    }

    SdpText connection(String host) {
        return line('c', "IN " + Origin.addressType(host) + " " + host);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
