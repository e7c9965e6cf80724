package dev.duet.sip.internal.rfc3863;

import dev.duet.sip.internal.xml.XmlElement;
import dev.duet.sip.internal.xml.XmlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One dialog of somebody's, as a dialog-info document tells of it (RFC 4235 4.1): all that is needed to take it over.
 *
 * @param callId its Call-ID
 * @param localTag the tag of whom the document is about
 * @param remoteTag the other side's
 * @param called true when the other side began it
 * @param state {@code trying}, {@code early}, {@code confirmed} and so on
 * @param identity the other side's address; empty when not told
 * @param target the other side's contact; empty when not told
 */
public record DialogEntry(
        String callId,
        String localTag,
        String remoteTag,
        boolean called,
        String state,
        String identity,
        String target) {

    private static final int MOST = 100;

    /**
     * Those of a document that tell enough to be taken over.
     *
     * @throws XmlException when it is no dialog-info document
     */
    public static List<DialogEntry> read(byte[] document) throws XmlException {
        XmlElement root = XmlElement.parse(document);
        if (!root.is(DialogInfo.NAMESPACE, "dialog-info")) {
            throw new XmlException("no dialog-info element");
        }
        List<DialogEntry> entries = new ArrayList<>();
        for (XmlElement dialog : root.all(DialogInfo.NAMESPACE, "dialog")) {
            DialogEntry entry = read(dialog);
            if (entry.isComplete() && entries.size() < MOST) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static DialogEntry read(XmlElement dialog) {
        var remote = dialog.child(DialogInfo.NAMESPACE, "remote");
        return new DialogEntry(
                dialog.attribute("call-id"),
                dialog.attribute("local-tag"),
                dialog.attribute("remote-tag"),
                !dialog.attribute("direction").equals("initiator"),
                dialog.child(DialogInfo.NAMESPACE, "state")
                        .map(XmlElement::text)
                        .orElse("")
                        .toLowerCase(Locale.ROOT),
                remote.flatMap(side -> side.child(DialogInfo.NAMESPACE, "identity"))
                        .map(XmlElement::text)
                        .orElse(""),
                remote.flatMap(side -> side.child(DialogInfo.NAMESPACE, "target"))
                        .map(target -> target.attribute("uri"))
                        .orElse(""));
    }

    private boolean isComplete() {
        return !callId.isEmpty()
                && !localTag.isEmpty()
                && !remoteTag.isEmpty()
                && !(identity.isEmpty() && target.isEmpty());
    }
}
