package dev.duet.xmpp.internal.xep0313;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.rfc6120.Times;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Questions to an archive, and what it answers (XEP-0313 4, XEP-0059). Pure. */
public final class Archive {

    /** The namespace, which is also the feature of an account that has an archive. */
    public static final String NAMESPACE = "urn:xmpp:mam:2";

    private static final String IDS = "urn:xmpp:sid:0";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String PAGES = "http://jabber.org/protocol/rsm";
    private static final String FORMS = "jabber:x:data";

    private Archive() {}

    /**
     * Which messages are wanted.
     *
     * @param after only what is newer than the message of that id; null for no bound
     * @param start only what is not older than that; null for no bound
     * @param last the newest ones rather than the oldest
     * @param max how many
     */
    public record Page(@Nullable String after, @Nullable Instant start, boolean last, int max) {}

    /** A message of the archive. */
    public record Result(String archiveId, @Nullable Instant at, Xml message) {}

    /** The end of a page: whether there are no more, and where it ended. */
    public record End(boolean complete, @Nullable String last) {}

    /** The question for a page. */
    public static Xml query(String queryId, Page page) {
        Xml.Builder set = Xml.element("set", PAGES).add("max", Integer.toString(page.max()));
        if (page.after() != null) {
            set.add("after", page.after());
        }
        if (page.last()) {
            set.add("before", "");
        }
        Xml type = Xml.element("field", FORMS)
                .attribute("var", "FORM_TYPE")
                .attribute("type", "hidden")
                .add("value", NAMESPACE)
                .build();
        Xml.Builder form = Xml.element("x", FORMS).attribute("type", "submit").add(type);
        if (page.start() != null) {
            form.add(Xml.element("field", FORMS)
                    .attribute("var", "start")
                    .add("value", page.start().truncatedTo(ChronoUnit.SECONDS).toString())
                    .build());
        }
        return Xml.element("query", NAMESPACE)
                .attribute("queryid", queryId)
                .add(form.build())
                .add(set.build())
                .build();
    }

    /** True when a message says that it comes out of an archive. */
    public static boolean claims(Xml message) {
        return message.has("result", NAMESPACE);
    }

    /**
     * A message of the archive of an account; null when it is not well-formed, when nobody asked for it, or when it
     * comes from anybody else (XEP-0313 9).
     */
    public static @Nullable Result read(Xml message, Address.Xmpp self, String queryId) {
        Xml result = message.child("result", NAMESPACE);
        String from = message.attribute("from");
        boolean own = from == null || self.bare().equals(Jids.read(from));
        if (result == null || !own || !queryId.equals(result.attribute("queryid"))) {
            return null;
        }
        String id = result.attribute("id", "");
        Xml forwarded = result.child("forwarded", FORWARD);
        Xml inner = forwarded == null ? null : forwarded.child("message", Xml.CLIENT);
        if (inner == null || id.isEmpty()) {
            return null;
        }
        Xml delay = forwarded.child("delay", "urn:xmpp:delay");
        return new Result(id, delay == null ? null : Times.read(delay.attribute("stamp")), inner);
    }

    /** The end of a page, from the answer to the question for it. */
    public static End end(Xml fin) {
        Xml set = fin.child("set", PAGES);
        String last = set == null ? "" : set.textOf("last");
        return new End(isTrue(fin.attribute("complete", "")), last.isEmpty() ? null : last);
    }

    private static boolean isTrue(String text) {
        return text.equals("true") || text.equals("1");
    }

    /** The id that an account's archive gave a message that was delivered (XEP-0359), or null. */
    public static @Nullable String idOf(Xml message, Address.Xmpp self) {
        for (Xml id : message.children("stanza-id", IDS)) {
            if (self.bare().equals(Jids.read(id.attribute("by")))) {
                return id.attribute("id");
            }
        }
        return null;
    }
}
