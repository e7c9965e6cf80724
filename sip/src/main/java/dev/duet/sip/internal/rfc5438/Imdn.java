package dev.duet.sip.internal.rfc5438;

import dev.duet.sip.internal.xml.XmlElement;
import dev.duet.sip.internal.xml.XmlException;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a message (RFC 5438 11).
 *
 * @param messageId which
 * @param disposition what
 */
public record Imdn(String messageId, Disposition disposition) {

    /** How a Content-Type calls one. */
    public static final String MEDIA_TYPE = "message/imdn+xml";
    /** Of its headers in an envelope. */
    public static final String NAMESPACE = "urn:ietf:params:imdn";

    private static final String XML = "urn:ietf:params:xml:ns:imdn";

    /** What may become of one. Word of anything else says nothing for sure. */
    public enum Disposition {
        DELIVERED("delivery-notification", "delivered"),
        FAILED("delivery-notification", "failed"),
        DISPLAYED("display-notification", "displayed"),
        UNTOLD("", "");

        private final String notification;
        private final String status;

        Disposition(String notification, String status) {
            this.notification = notification;
            this.status = status;
        }
    }

    /** Reads one. */
    public static Imdn parse(byte[] body) throws XmlException {
        XmlElement root = XmlElement.parse(body);
        Optional<String> id =
                root.child(XML, "message-id").map(each -> each.text().strip());
        if (!root.is(XML, "imdn") || id.isEmpty() || id.get().isEmpty()) {
            throw new XmlException("no imdn element with a message-id");
        }
        for (Disposition each : Disposition.values()) {
            boolean told = root.child(XML, each.notification)
                    .flatMap(notification -> notification.child(XML, "status"))
                    .flatMap(status -> status.child(XML, each.status))
                    .isPresent();
            if (told) {
                return new Imdn(id.get(), each);
            }
        }
        return new Imdn(id.get(), Disposition.UNTOLD);
    }

    /**
     * As it goes on the wire.
     *
     * @param recipient of the message, a URI
     */
    public String text(String recipient, Instant now) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<imdn xmlns=\"" + XML + "\"><message-id>"
                + XmlElement.escape(messageId) + "</message-id><datetime>" + now + "</datetime><recipient-uri>"
                + XmlElement.escape(recipient) + "</recipient-uri><" + disposition.notification + "><status><"
                + disposition.status + "/></status></" + disposition.notification + "></imdn>\n";
    }
}
