package dev.duet.sip.internal.rfc3261;

import dev.duet.sip.internal.stack.Sip;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a registrar grants beside the binding.
 *
 * @param serviceRoute the Route of requests outside of dialogs (RFC 3608), in order
 * @param publicGruu a URI that leads to this device and to no other (RFC 5627); null when none was given
 * @param temporaryGruu the same, without telling whose it is; null when none was given
 * @param outbound true when requests come over the registered flow, whatever the contact says (RFC 5626 6)
 */
public record Registered(
        List<String> serviceRoute,
        @Nullable String publicGruu,
        @Nullable String temporaryGruu,
        boolean outbound) {

    /** Before there is a registration. */
    public static final Registered NONE = new Registered(List.of(), null, null, false);

    private static final Logger LOG = LoggerFactory.getLogger(Registered.class);
    private static final Pattern PUBLIC = parameter("pub-gruu");
    private static final Pattern TEMPORARY = parameter("temp-gruu");

    public Registered {
        serviceRoute = List.copyOf(serviceRoute);
    }

    /** Reads the 200 to a REGISTER; what is malformed in it counts as not there. */
    static Registered of(Response response, @Nullable String ownContact) {
        List<String> routes = new ArrayList<>();
        for (String route : Sip.values(response, "Service-Route")) {
            if (isAddress(route)) {
                routes.add(route);
            } else {
                LOG.info("The registrar's Service-Route is malformed, and is not followed");
                routes.clear();
                break;
            }
        }
        String contact = ownContact == null ? "" : ownContact;
        return new Registered(
                routes,
                gruu(PUBLIC, contact),
                gruu(TEMPORARY, contact),
                OptionTags.contains(response, "Require", "outbound"));
    }

    private static Pattern parameter(String name) {
        return Pattern.compile("(?i);\\s*" + name + "\\s*=\\s*\"(sips?:[^\"\\s<>]+)\"");
    }

    private static @Nullable String gruu(Pattern parameter, String contact) {
        Matcher found = parameter.matcher(contact);
        return found.find() && isAddress("<" + found.group(1) + ">") ? found.group(1) : null;
    }

    private static boolean isAddress(String address) {
        try {
            return Sip.addresses().createAddress(address).getURI().isSipURI();
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }
}
