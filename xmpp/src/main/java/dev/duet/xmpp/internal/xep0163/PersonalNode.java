package dev.duet.xmpp.internal.xep0163;

import dev.duet.model.Address;
import dev.duet.spi.LinkListener;
import dev.duet.spi.OnLoop;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The nodes in which contacts and the user tell one thing of themselves, by one element (XEP-0163 3).
 *
 * @param <T> what they tell
 */
@OnLoop
public final class PersonalNode<T> implements Part {

    private static final String ITEM = "current";

    private final Pep pep;
    private final LinkListener listener;
    private final Predicate<Address.Xmpp> watched;
    private final Codec<T> codec;
    private final News<T> news;

    /**
     * How it is written.
     *
     * @param element the name of the element
     * @param namespace its namespace, and the name of the node
     */
    public record Codec<T>(String element, String namespace, Reader<T> reader, Writer<T> writer) {}

    /** Reads an element; null for nothing told. */
    @FunctionalInterface
    public interface Reader<T> {
        @Nullable
        T read(Xml element);
    }

    /** Writes an element; null for nothing told any more. */
    @FunctionalInterface
    public interface Writer<T> {
        Xml write(@Nullable T told);
    }

    /** Hears what somebody tells; null for nothing any more. */
    @FunctionalInterface
    public interface News<T> {
        void told(Address.Xmpp from, @Nullable T told);
    }

    /**
     * In a session.
     *
     * @param watched whose matter
     */
    public PersonalNode(Pep pep, LinkListener listener, Predicate<Address.Xmpp> watched, Codec<T> codec, News<T> news) {
        this.pep = pep;
        this.listener = listener;
        this.watched = watched;
        this.codec = codec;
        this.news = news;
    }

    @Override
    public void event(Address.Xmpp from, String node, Xml items) {
        if (node.equals(codec.namespace) && watched.test(from)) {
            List<Xml> published = items.children("item", Pep.EVENT);
            Xml told = published.isEmpty() ? null : published.get(0).child(codec.element, codec.namespace);
            news.told(from.bare(), told == null ? null : codec.reader.read(told));
        }
    }

    /** Publishes the user's; null for nothing any more. */
    public void publish(long operation, @Nullable T told) {
        pep.publish(operation, codec.namespace, ITEM, codec.writer.write(told), listener);
    }
}
