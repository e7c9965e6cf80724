package dev.duet.xmpp.internal.xep0338;

import dev.duet.model.SessionDescription.Group;
import dev.duet.xmpp.internal.xep0166.Fields;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;

/** Which contents belong together. Pure. */
public final class Groups {

    /** The namespace, which is also the feature. */
    public static final String NAMESPACE = "urn:xmpp:jingle:apps:grouping:0";

    private Groups() {}

    /** The groups among these elements. */
    public static List<Group> read(List<Xml> elements) throws JingleException {
        List<Group> groups = new ArrayList<>();
        for (Xml element : elements) {
            if (element.is("group", NAMESPACE)) {
                List<String> names = new ArrayList<>();
                for (Xml content : element.children("content", NAMESPACE)) {
                    names.add(Fields.required(content, "name"));
                }
                groups.add(new Group(Fields.required(element, "semantics"), names));
            }
        }
        return groups;
    }

    /** The elements. */
    public static List<Xml> write(List<Group> groups) {
        return groups.stream()
                .map(group -> {
                    Xml.Builder element = Xml.element("group", NAMESPACE).attribute("semantics", group.semantics());
                    group.ids()
                            .forEach(id -> element.add(Xml.element("content", NAMESPACE)
                                    .attribute("name", id)
                                    .build()));
                    return element.build();
                })
                .toList();
    }
}
