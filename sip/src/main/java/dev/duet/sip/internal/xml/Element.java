package dev.duet.sip.internal.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An element of a small document, read whole. */
public final class Element {

    private final String namespace;
    private final String name;
    private final Map<String, String> attributes = new HashMap<>();
    private final List<Element> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    Element(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
    }

    void attribute(String attributeName, String value) {
        attributes.put(attributeName, value);
    }

    void child(Element child) {
        children.add(child);
    }

    void text(String more) {
        text.append(more);
    }

    /** The namespace; empty without one. */
    public String namespace() {
        return namespace;
    }

    /** The local name. */
    public String name() {
        return name;
    }

    /** True for that element. */
    public boolean is(String wantedNamespace, String wantedName) {
        return namespace.equals(wantedNamespace) && name.equals(wantedName);
    }

    /** The value of an attribute without namespace; empty when there is none. */
    public String attribute(String attributeName) {
        return attributes.getOrDefault(attributeName, "");
    }

    /** The text of this element alone, without white space at its ends. */
    public String text() {
        return text.toString().strip();
    }

    /** All children. */
    public List<Element> children() {
        return List.copyOf(children);
    }

    /** The children of that name. */
    public List<Element> children(String wantedNamespace, String wantedName) {
        return children.stream()
                .filter(child -> child.is(wantedNamespace, wantedName))
                .toList();
    }

    /** The first child of that name. */
    public Optional<Element> child(String wantedNamespace, String wantedName) {
        return children(wantedNamespace, wantedName).stream().findFirst();
    }
}
