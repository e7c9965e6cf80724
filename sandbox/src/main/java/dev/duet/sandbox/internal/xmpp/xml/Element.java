package dev.duet.sandbox.internal.xmpp.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An immutable XML element.
 *
 * <p>Attributes without a namespace are kept by their plain name, {@code xml:lang} and its kin as {@code xml:...}, all
 * others as {@code {namespace}name}.
 */
public record Element(String namespace, String name, Map<String, String> attributes, List<Node> nodes) implements Node {

    public Element {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        nodes = List.copyOf(nodes);
    }

    public static Element of(String namespace, String name) {
        return new Element(namespace, name, Map.of(), List.of());
    }

    /** With that attribute set, or taken away when the value is null. */
    public Element with(String attribute, @Nullable String value) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        if (value == null) {
            changed.remove(attribute);
        } else {
            changed.put(attribute, value);
        }
        return new Element(namespace, name, changed, nodes);
    }

    public Element with(Node... more) {
        List<Node> changed = new ArrayList<>(nodes);
        changed.addAll(List.of(more));
        return new Element(namespace, name, attributes, changed);
    }

    public Element with(List<? extends Node> more) {
        return with(more.toArray(Node[]::new));
    }

    public Element withText(String text) {
        return with(new Text(text));
    }

    public Element withoutNodes() {
        return new Element(namespace, name, attributes, List.of());
    }

    public boolean is(String namespace, String name) {
        return this.namespace.equals(namespace) && this.name.equals(name);
    }

    public @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    public String attribute(String attribute, String otherwise) {
        return attributes.getOrDefault(attribute, otherwise);
    }

    /** The child elements, in document order. */
    public List<Element> elements() {
        List<Element> found = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    public List<Element> elements(String namespace, String name) {
        return elements().stream().filter(e -> e.is(namespace, name)).toList();
    }

    public Optional<Element> child(String namespace, String name) {
        return elements().stream().filter(e -> e.is(namespace, name)).findFirst();
    }

    public boolean has(String namespace, String name) {
        return child(namespace, name).isPresent();
    }

    /** The character data directly inside, joined. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Node node : nodes) {
            if (node instanceof Text part) {
                text.append(part.value());
            }
        }
        return text.toString();
    }

    /** As XML text that declares its own namespace. */
    @Override
    public String toString() {
        return XmlWriter.write(this, "");
    }
}
