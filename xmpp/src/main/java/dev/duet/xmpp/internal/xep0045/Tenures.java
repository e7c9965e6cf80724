package dev.duet.xmpp.internal.xep0045;

import dev.duet.spi.Newest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who said what in a room without occupant ids, where a nickname may be somebody else's by now: who holds a nickname is
 * the same from coming to going, and what was said by one who was not seen then is nobody's. Knows no wire and no
 * clock.
 */
final class Tenures {

    private static final int MOST = 10_000;

    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, String> authors = Newest.map(MOST);
    private long count;

    /** The user is not there any more, or comes in again: who is there is to be seen. */
    void forgetHolders() {
        holders.clear();
    }

    /** The room tells something of an occupant. */
    void told(RoomPresence presence) {
        String nickname = presence.occupant().nickname();
        if (presence.available()) {
            holders.computeIfAbsent(
                    nickname,
                    name -> presence.occupant().address() == null
                            ? "visit " + ++count
                            : presence.occupant().address().uri());
        } else {
            String holder = holders.remove(nickname);
            if (holder != null && !presence.newNickname().isEmpty()) {
                holders.put(presence.newNickname(), holder);
            }
        }
    }

    /** Who has that nickname now; null when nobody was seen to come by it. */
    @Nullable
    String holder(String nickname) {
        return holders.get(nickname);
    }

    /** Notes who said something, by an id that it is known by. */
    void said(String id, @Nullable String holder) {
        if (holder != null && !id.isEmpty()) {
            authors.putIfAbsent(id, holder);
        }
    }

    /** True when it is certain that the same one said that. */
    boolean isAuthor(@Nullable String holder, String id) {
        return holder != null && holder.equals(authors.get(id));
    }
}
