package dev.duet.xmpp.internal.xep0447;

import dev.duet.model.Attachment;
import dev.duet.model.FileDetails;
import dev.duet.xmpp.internal.xep0428.Fallback;
import dev.duet.xmpp.internal.xml.Xml;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a message, in both forms: XEP-0447 with all that is told of them, and XEP-0066 for those who know no
 * more. Pure.
 */
public final class FileSharing {

    /** XEP-0447. */
    public static final String NAMESPACE = "urn:xmpp:sfs:0";
    /** XEP-0066. */
    public static final String OUT_OF_BAND = "jabber:x:oob";

    private static final String URL_DATA = "http://jabber.org/protocol/url-data";
    private static final int MOST = 20;

    private FileSharing() {}

    /** Adds them to a message with that text. */
    public static void write(Xml.Builder message, List<Attachment> attachments, String body) {
        for (Attachment attachment : attachments) {
            if (!attachment.details().equals(FileDetails.NONE)) {
                message.add(sharing(attachment));
                if (body.equals(attachment.uri().toString())) {
                    message.add(Fallback.body(NAMESPACE));
                }
            }
            Xml.Builder file =
                    Xml.element("x", OUT_OF_BAND).add("url", attachment.uri().toString());
            if (!attachment.description().isEmpty()) {
                file.add("desc", attachment.description());
            }
            message.add(file.build());
        }
    }

    private static Xml sharing(Attachment attachment) {
        return Xml.element("file-sharing", NAMESPACE)
                .attribute("disposition", attachment.isPicture() ? "inline" : "attachment")
                .add(FileMetadata.write(attachment.details(), attachment.description()))
                .add(Xml.element("sources", NAMESPACE)
                        .add(Xml.element("url-data", URL_DATA)
                                .attribute("target", attachment.uri().toString())
                                .build())
                        .build())
                .build();
    }

    /** The files of a message that are at an {@code https} or {@code http} URL; at most 20. */
    public static List<Attachment> read(Xml message) {
        if (!message.has("file-sharing", NAMESPACE) && !message.has("x", OUT_OF_BAND)) {
            return List.of();
        }
        List<Attachment> files = new ArrayList<>();
        Set<URI> known = new HashSet<>();
        for (Xml sharing : message.children("file-sharing", NAMESPACE)) {
            List<URI> sources = sources(sharing);
            if (!sources.isEmpty() && known.addAll(sources)) {
                Xml file = sharing.child("file", FileMetadata.NAMESPACE);
                files.add(new Attachment(
                        sources.get(0),
                        file == null ? "" : FileMetadata.description(file),
                        file == null ? FileDetails.NONE : FileMetadata.read(file)));
            }
        }
        for (Xml file : message.children("x", OUT_OF_BAND)) {
            URI uri = uri(file.textOf("url"));
            if (uri != null && known.add(uri)) {
                files.add(new Attachment(uri, file.textOf("desc")));
            }
        }
        return files.size() > MOST ? List.copyOf(files.subList(0, MOST)) : files;
    }

    private static List<URI> sources(Xml sharing) {
        Xml sources = sharing.child("sources", NAMESPACE);
        return sources == null
                ? List.of()
                : sources.children("url-data", URL_DATA).stream()
                        .map(source -> uri(source.attribute("target", "")))
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** Others name programs, or files of the one who looks. */
    private static @Nullable URI uri(String text) {
        try {
            URI uri = new URI(text.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return (scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
