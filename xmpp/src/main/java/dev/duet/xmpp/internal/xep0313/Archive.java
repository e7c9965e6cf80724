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
     * @param with only those with that address; null for no bound
     * @param start only what is not older than that; null for no bound
     * @param end only what is not newer than that; null for no bound
     * @param after only what is newer than the message of that id, the oldest first; null for no bound
     * @param before only what is older than the message of that id, the newest of these; empty for the newest of all;
     *     null for no bound
     * @param max how many
     */
    public record Page(
            Address.@Nullable Xmpp with,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable String after,
            @Nullable String before,
            int max) {

        /** The newest. */
        static Page newest(int max) {
            return new Page(null, null, null, null, "", max);
        }

        /** What is newer than the message of that id; null for all. */
        static Page after(@Nullable String id, int max) {
            return new Page(null, null, null, id, null, max);
        }

        /** What is not older than that. */
        static Page since(Instant start, int max) {
            return new Page(null, start, null, null, null, max);
        }

        /** What is older than the message of that id, and not newer than a time. */
        public static Page before(Address.@Nullable Xmpp with, String id, @Nullable Instant end, int max) {
            return new Page(with, null, end, null, id, max);
        }
    }

    /** A message of the archive. */
    public record Result(String archiveId, @Nullable Instant at, Xml message) {}

    /** The end of a page: whether there are no more, and where it began and ended. */
    public record End(
            boolean complete,
            @Nullable String first,
            @Nullable String last) {}

    /** The question for a page. */
    public static Xml query(String queryId, Page page) {
        Xml.Builder set = Xml.element("set", PAGES).add("max", Integer.toString(page.max()));
        if (page.after() != null) {
            set.add("after", page.after());
        }
        if (page.before() != null) {
            set.add("before", page.before());
        }
        Xml type = Xml.element("field", FORMS)
                .attribute("var", "FORM_TYPE")
                .attribute("type", "hidden")
                .add("value", NAMESPACE)
                .build();
        Xml.Builder form = Xml.element("x", FORMS).attribute("type", "submit").add(type);
        add(form, "with", page.with() == null ? null : page.with().jid());
        add(form, "start", page.start() == null ? null : seconds(page.start()));
        add(form, "end", page.end() == null ? null : seconds(page.end()));
        return Xml.element("query", NAMESPACE)
                .attribute("queryid", queryId)
                .add(form.build())
                .add(set.build())
                .build();
    }

    private static void add(Xml.Builder form, String name, @Nullable String value) {
        if (value != null) {
            form.add(Xml.element("field", FORMS)
                    .attribute("var", name)
                    .add("value", value)
                    .build());
        }
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
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
        boolean own = from == null || Jids.is(from, self.bare());
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
        return new End(isTrue(fin.attribute("complete", "")), text(set, "first"), text(set, "last"));
    }

    private static @Nullable String text(@Nullable Xml set, String name) {
        String text = set == null ? "" : set.textOf(name);
        return text.isEmpty() ? null : text;
    }

    private static boolean isTrue(String text) {
        return text.equals("true") || text.equals("1");
    }

    /** The id of the question that a message claims to be an answer to; empty for none. */
    static String queryId(Xml message) {
        Xml result = message.child("result", NAMESPACE);
        return result == null ? "" : result.attribute("queryid", "");
    }

    /** The id that an account's archive gave a message that was delivered (XEP-0359), or null. */
    public static @Nullable String idOf(Xml message, Address.Xmpp self) {
        for (Xml id : message.children("stanza-id", IDS)) {
            if (Jids.is(id.attribute("by"), self.bare())) {
                return id.attribute("id");
            }
        }
        return null;
    }
}
