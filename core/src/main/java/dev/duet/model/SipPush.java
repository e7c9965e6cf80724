package dev.duet.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How a SIP server asks a push notification service to wake this device (RFC 8599 6.2).
 *
 * @param provider the service: {@code apns}, {@code fcm}, {@code webpush} or another registered name
 * @param resource the device there ({@code pn-prid}), as the service has told it
 * @param parameter what else the service needs ({@code pn-param}); empty for nothing
 */
public record SipPush(String provider, String resource, String parameter) {

    /** What a URI parameter may hold without escapes (RFC 3261 25.1). */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9\\-_.!~*'()\\[\\]/:&+$]*");

    public SipPush {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(parameter, "parameter");
        if (provider.isEmpty() || !PLAIN.matcher(provider).matches()) {
            throw new IllegalArgumentException("Not the name of a push service: " + provider);
        }
    }

    /** The parameters of a contact URI that tell it, with what they may not hold escaped. */
    public String uriParameters() {
        return ";pn-provider=" + provider
                + (parameter.isEmpty() ? "" : ";pn-param=" + escape(parameter))
                + ";pn-prid=" + escape(resource);
    }

    private static String escape(String value) {
        StringBuilder out = new StringBuilder();
        for (byte b : value.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            String c = String.valueOf((char) (b & 0xff));
            out.append(b >= 0 && PLAIN.matcher(c).matches() ? c : String.format("%%%02X", b & 0xff));
        }
        return out.toString();
    }

    /** Without the device's own token, which is nobody else's affair. */
    @Override
    public String toString() {
        return "SipPush[" + provider + "]";
    }
}
