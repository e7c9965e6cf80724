package dev.duet.xmpp.internal.xep0157;

import dev.duet.model.ServiceContact;
import dev.duet.model.ServiceContact.Purpose;
import dev.duet.xmpp.internal.xep0004.DataForm;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a service tells of itself beside its features (XEP-0157). Pure. */
public final class ServerInfo {

    /** What the form is about. */
    public static final String FORM = "http://jabber.org/network/serverinfo";

    private ServerInfo() {}

    /** Where those can be reached who run it. What is no address with a scheme is left out. */
    public static Stream<ServiceContact> contacts(DiscoInfo info) {
        return info.forms().stream()
                .map(DataForm::read)
                .filter(form -> form.about().equals(FORM))
                .flatMap(form -> Stream.of(Purpose.values()).flatMap(purpose -> contacts(form, purpose)));
    }

    private static Stream<ServiceContact> contacts(DataForm form, Purpose purpose) {
        DataForm.Field field = form.field(purpose.name().toLowerCase(Locale.ROOT) + "-addresses");
        return field == null
                ? Stream.empty()
                : field.values().stream()
                        .flatMap(value -> address(value).stream())
                        .map(address -> new ServiceContact(purpose, address));
    }

    private static Optional<URI> address(String value) {
        try {
            return Optional.of(new URI(value.strip())).filter(URI::isAbsolute);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
