package dev.duet.xmpp.internal.xep0402;

import dev.duet.model.Address;
import dev.duet.model.Bookmark;
import dev.duet.model.Secret;
import dev.duet.xmpp.internal.rfc6120.Jids;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bookmarks as they are written, today and before. Pure. */
final class BookmarkCodec {

    /** The namespace, and the name of the node (XEP-0402). */
    static final String NAMESPACE = "urn:xmpp:bookmarks:1";

    /** The namespace, and the name of the node, of before (XEP-0048). */
    static final String OLD = "storage:bookmarks";

    private static final int MAX_NICKNAME = 1_023;

    private BookmarkCodec() {}

    /**
     * What is kept of a room.
     *
     * @param extensions what others keep with it; it is theirs, and stays (XEP-0402 5.2)
     */
    record Kept(Bookmark bookmark, List<Xml> extensions) {
        Kept {
            extensions = List.copyOf(extensions);
        }
    }

    /** What an item keeps; null when it is none. */
    static @Nullable Kept read(Xml item) {
        Address.Xmpp room = room(item.attribute("id"));
        Xml conference = item.child("conference", NAMESPACE);
        if (room == null || conference == null) {
            return null;
        }
        Xml extensions = conference.child("extensions", NAMESPACE);
        return new Kept(bookmark(room, conference), extensions == null ? List.of() : extensions.children());
    }

    /** The room that an id or an attribute names; null when it names none. */
    static Address.@Nullable Xmpp room(@Nullable String text) {
        Address.Xmpp room = Jids.read(text);
        return room == null || room.local() == null ? null : room.bare();
    }

    private static Bookmark bookmark(Address.Xmpp room, Xml conference) {
        String namespace = conference.namespace();
        String nickname = text(conference, "nick", namespace).strip();
        String password = text(conference, "password", namespace);
        String autojoin = conference.attribute("autojoin", "");
        return new Bookmark(
                room,
                conference.attribute("name", ""),
                autojoin.equals("true") || autojoin.equals("1"),
                nickname.length() > MAX_NICKNAME ? "" : nickname,
                password.isEmpty() ? null : Secret.of(password));
    }

    private static String text(Xml parent, String name, String namespace) {
        Xml child = parent.child(name, namespace);
        return child == null ? "" : child.text();
    }

    /** What to keep. */
    static Xml write(Kept kept) {
        Xml.Builder conference = Xml.element("conference", NAMESPACE);
        fill(conference, kept.bookmark, NAMESPACE);
        if (!kept.extensions.isEmpty()) {
            conference.add(
                    Xml.element("extensions", NAMESPACE).addAll(kept.extensions).build());
        }
        return conference.build();
    }

    private static void fill(Xml.Builder conference, Bookmark bookmark, String namespace) {
        Secret password = bookmark.password();
        conference
                .attribute("name", bookmark.name().isEmpty() ? null : bookmark.name())
                .attribute("autojoin", Boolean.toString(bookmark.autojoin()));
        if (!bookmark.nickname().isEmpty()) {
            conference.add(
                    Xml.element("nick", namespace).text(bookmark.nickname()).build());
        }
        if (password != null) {
            conference.add(
                    Xml.element("password", namespace).text(password.reveal()).build());
        }
    }

    /** The rooms in a list of before. */
    static List<Bookmark> readOld(@Nullable Xml storage) {
        List<Bookmark> bookmarks = new ArrayList<>();
        if (storage != null) {
            for (Xml conference : storage.children("conference", OLD)) {
                Address.Xmpp room = room(conference.attribute("jid"));
                if (room != null) {
                    bookmarks.add(bookmark(room, conference));
                }
            }
        }
        return bookmarks;
    }

    /** A list of before with that in the place of what it kept of a room; all else in it stays. */
    static Xml writeOld(@Nullable Xml storage, Address.Xmpp room, @Nullable Bookmark bookmark) {
        Xml.Builder written = Xml.element("storage", OLD);
        if (storage != null) {
            storage.children().stream()
                    .filter(entry -> !entry.is("conference", OLD) || !room.equals(room(entry.attribute("jid"))))
                    .forEach(written::add);
        }
        if (bookmark != null) {
            Xml.Builder conference = Xml.element("conference", OLD).attribute("jid", room.jid());
            fill(conference, bookmark, OLD);
            written.add(conference.build());
        }
        return written.build();
    }
}
