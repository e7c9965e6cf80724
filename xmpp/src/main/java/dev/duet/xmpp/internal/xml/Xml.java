package dev.duet.xmpp.internal.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An XML element: immutable, with its namespace, attributes, children and text. Where text and children are mixed
 * their order is lost; no element that Duet reads mixes them.
 */
public final class Xml {

    /** The namespace of stanzas on a client's stream. */
    public static final String CLIENT = "jabber:client";

    private final String name;
    private final String namespace;
    private final Map<String, String> attributes;
    private final List<Xml> children;
    private final String text;

    private Xml(Builder builder) {
        name = builder.name;
        namespace = builder.namespace;
        attributes = builder.attributes.isEmpty() ? Map.of() : Collections.unmodifiableMap(builder.attributes);
        children = List.copyOf(builder.children);
        text = builder.text;
    }

    /** Begins an element. */
    public static Builder element(String name, String namespace) {
        return new Builder(name, namespace);
    }

    /** An element with nothing in it. */
    public static Xml empty(String name, String namespace) {
        return element(name, namespace).build();
    }

    /** The local name. */
    public String name() {
        return name;
    }

    /** The namespace; may be empty. */
    public String namespace() {
        return namespace;
    }

    /** The attributes without a namespace, and {@code xml:lang}. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** The child elements. */
    public List<Xml> children() {
        return children;
    }

    /** All text directly in the element. */
    public String text() {
        return text;
    }

    /** The attribute of that name, or null. */
    public @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** The attribute of that name, or else that value. */
    public String attribute(String attribute, String otherwise) {
        return attributes.getOrDefault(attribute, otherwise);
    }

    /** True when the element has that name and namespace. */
    public boolean is(String otherName, String otherNamespace) {
        return name.equals(otherName) && namespace.equals(otherNamespace);
    }

    /** The first child of that name and namespace, or null. */
    public @Nullable Xml child(String childName, String childNamespace) {
        for (Xml child : children) {
            if (child.is(childName, childNamespace)) {
                return child;
            }
        }
        return null;
    }

    /** The first child in that namespace, whatever its name, or null. */
    public @Nullable Xml childIn(String childNamespace) {
        for (Xml child : children) {
            if (child.namespace.equals(childNamespace)) {
                return child;
            }
        }
        return null;
    }

    /** The children of that name and namespace. */
    public List<Xml> children(String childName, String childNamespace) {
        List<Xml> found = null;
        for (Xml child : children) {
            if (child.is(childName, childNamespace)) {
                found = found == null ? new ArrayList<>() : found;
                found.add(child);
            }
        }
        return found == null ? List.of() : Collections.unmodifiableList(found);
    }

    /** True when there is a child of that name and namespace. */
    public boolean has(String childName, String childNamespace) {
        return child(childName, childNamespace) != null;
    }

    /** The text of the first child of that name in this element's own namespace; empty when there is none. */
    public String textOf(String childName) {
        Xml child = child(childName, namespace);
        return child == null ? "" : child.text;
    }

    /** The element as text, for a place in which that namespace is the default one. */
    public String write(String defaultNamespace) {
        StringBuilder out = new StringBuilder(256);
        write(out, defaultNamespace);
        return out.toString();
    }

    /** Adds the element to a text, for a place in which that namespace is the default one. */
    public void write(StringBuilder out, String defaultNamespace) {
        out.append('<').append(name);
        if (!namespace.equals(defaultNamespace)) {
            out.append(" xmlns='");
            XmlText.escape(out, namespace);
            out.append('\'');
        }
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute).append("='");
            XmlText.escape(out, value);
            out.append('\'');
        });
        if (children.isEmpty() && text.isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        XmlText.escape(out, text);
        for (Xml child : children) {
            child.write(out, namespace);
        }
        out.append("</").append(name).append('>');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Xml that
                && name.equals(that.name)
                && namespace.equals(that.namespace)
                && attributes.equals(that.attributes)
                && children.equals(that.children)
                && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, namespace, attributes, children, text);
    }

    /** The element as it stands alone. For tests and debuggers, not for logs: it holds what people write. */
    @Override
    public String toString() {
        return write("");
    }

    /** Builds one element, and is of no more use after it; for one thread. */
    public static final class Builder {
        private final String name;
        private final String namespace;
        private Map<String, String> attributes = Map.of(); // as many elements have none
        private List<Xml> children = List.of();
        private String text = "";
        private boolean built;

        private Builder(String name, String namespace) {
            this.name = Objects.requireNonNull(name);
            this.namespace = Objects.requireNonNull(namespace);
        }

        /** Sets an attribute; null leaves it out. */
        public Builder attribute(String attribute, @Nullable String value) {
            requireUse();
            if (value != null) {
                if (attributes.isEmpty()) {
                    attributes = new LinkedHashMap<>();
                }
                attributes.put(attribute, value);
            }
            return this;
        }

        /** Adds a child. */
        public Builder add(Xml child) {
            childrenToAdd().add(child);
            return this;
        }

        /** Adds children. */
        public Builder addAll(List<Xml> more) {
            childrenToAdd().addAll(more);
            return this;
        }

        private List<Xml> childrenToAdd() {
            requireUse();
            if (children.isEmpty()) {
                children = new ArrayList<>();
            }
            return children;
        }

        /** Adds a child in this element's namespace that holds a text. */
        public Builder add(String child, String childText) {
            return add(Xml.element(child, namespace).text(childText).build());
        }

        /** Adds text. */
        public Builder text(String more) {
            requireUse();
            text = text.isEmpty() ? more : text + more;
            return this;
        }

        /** The element, which has the attributes from now on. */
        public Xml build() {
            requireUse();
            built = true;
            return new Xml(this);
        }

        private void requireUse() {
            if (built) {
                throw new IllegalStateException("The element is built");
            }
        }
    }
}
