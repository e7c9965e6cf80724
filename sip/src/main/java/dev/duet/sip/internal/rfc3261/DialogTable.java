package dev.duet.sip.internal.rfc3261;

import dev.duet.sip.internal.stack.IncomingRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * Who takes the requests within dialogs, and responses that come after their transaction's end. On the loop. One of an
 * account is a part of that of all accounts.
 */
public final class DialogTable {

    private final Map<Half, User> users = new HashMap<>();
    private final @Nullable DialogTable whole;

    /** One that is no part of another. */
    public DialogTable() {
        this(null);
    }

    /** A part of that one. */
    public DialogTable(@Nullable DialogTable whole) {
        this.whole = whole;
    }

    /** Gives what comes for a Call-ID and a tag of ours to that user. */
    public void put(String callId, String localTag, User user) {
        users.put(new Half(callId, localTag), user);
        if (whole != null) {
            whole.put(callId, localTag, user);
        }
    }

    /** Ends {@link #put}, if it is still that user. */
    public void remove(String callId, String localTag, User user) {
        users.remove(new Half(callId, localTag), user);
        if (whole != null) {
            whole.remove(callId, localTag, user);
        }
    }

    /** Ends all of this part. */
    public void close() {
        if (whole != null) {
            users.forEach((half, user) -> whole.remove(half.callId, half.localTag, user));
        }
        users.clear();
    }

    /** The user for a request within a dialog; null when there is none. */
    public @Nullable User find(Request request) {
        String tag = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag();
        return tag == null ? null : users.get(new Half(Dialog.callId(request), tag));
    }

    /** The user for a Call-ID and a tag of ours; null when there is none. */
    public @Nullable User find(String callId, String localTag) {
        return users.get(new Half(callId, localTag));
    }

    /** The user for a response; null when there is none. */
    public @Nullable User find(Response response) {
        var from = (javax.sip.header.FromHeader) response.getHeader(javax.sip.header.FromHeader.NAME);
        return users.get(new Half(Dialog.callId(response), Objects.requireNonNullElse(from.getTag(), "")));
    }

    /** Takes what comes within dialogs. */
    public interface User {

        /** A request, to be answered. */
        void request(IncomingRequest request);

        /** A 2xx to INVITE that comes again, or of another branch. */
        default void stray(Response response) {}
    }

    private record Half(String callId, String localTag) {

        /** Tags are random: with each message one is looked up. */
        @Override
        public int hashCode() {
            return 31 * callId.hashCode() + localTag.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Half half && half.localTag.equals(localTag) && half.callId.equals(callId);
        }
    }
}
