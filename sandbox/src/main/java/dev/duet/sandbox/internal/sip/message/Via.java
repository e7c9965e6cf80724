package dev.duet.sandbox.internal.sip.message;

/**
 * One Via value (RFC 3261 20.42).
 *
 * @param transport in upper case
 * @param sentBy host and port
 */
public record Via(String transport, HostPort sentBy, Params params) {

    public static final String MAGIC_COOKIE = "z9hG4bK";

    public static Via parse(String text) {
        int semicolon = text.indexOf(';');
        String head = semicolon < 0 ? text : text.substring(0, semicolon);
        String[] protocol = head.split("/", 3);
        if (protocol.length != 3
                || !protocol[0].trim().equalsIgnoreCase("SIP")
                || !protocol[1].trim().equals("2.0")) {
            throw new SipFormatException("Via is not SIP/2.0: " + text);
        }
        String[] last = protocol[2].trim().split("[ \t]+", 2);
        if (last.length != 2 || !Grammar.isToken(last[0])) {
            throw new SipFormatException("Via without transport and sent-by: " + text);
        }
        String sentBy = last[1].replaceAll("[ \t]*:[ \t]*", ":").trim();
        Params params = semicolon < 0 ? Params.NONE : Params.ofHeader(text.substring(semicolon));
        return new Via(last[0].toUpperCase(java.util.Locale.ROOT), HostPort.parse(sentBy), params);
    }

    public String branch() {
        return params.get("branch").orElse("");
    }

    public Via with(String name, String value) {
        return new Via(transport, sentBy, params.with(name, value));
    }

    @Override
    public String toString() {
        return "SIP/2.0/" + transport + ' ' + sentBy + params;
    }
}
