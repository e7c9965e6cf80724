package dev.duet.sip.internal.rfc3261;

import dev.duet.model.SipPush;
import dev.duet.sip.internal.stack.Sip;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** What a contact and a registrar say of push (RFC 8599 4.1, 8.6). Pure. */
final class PushParameters {

    /** RFC 3261 25.1: what a URI parameter may have as it is. */
    private static final String PLAIN = "-_.!~*'()[]/:&+$";

    private PushParameters() {}

    /** The parameters of a contact URI; empty without push. */
    static String of(@Nullable SipPush push) {
        if (push == null) {
            return "";
        }
        String parameter = push.parameter();
        return ";pn-provider=" + escaped(push.provider()) + ";pn-prid=" + escaped(push.resource())
                + (parameter == null ? "" : ";pn-param=" + escaped(parameter));
    }

    /** True when a registrar or a proxy before it says that it wakes by that service. */
    static boolean areTaken(Response response, SipPush push) {
        return Sip.values(response, "Feature-Caps").stream().anyMatch(caps -> caps.toLowerCase(Locale.ROOT)
                .matches(".*\\+sip\\.pns\\s*=\\s*\"[^\"]*\\b"
                        + Pattern.quote(push.provider().toLowerCase(Locale.ROOT))
                        + "\\b[^\"]*\".*"));
    }

    private static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }
}
