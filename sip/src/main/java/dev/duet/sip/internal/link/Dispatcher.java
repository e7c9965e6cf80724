package dev.duet.sip.internal.link;

import dev.duet.sip.internal.call.Calls;
import dev.duet.sip.internal.call.Options;
import dev.duet.sip.internal.call.Replies;
import dev.duet.sip.internal.rfc3261.DialogTable;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3428.Texts;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc6665.Mailbox;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.stack.Sip;
import java.util.List;
import java.util.Objects;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** Hands the requests for one account to who knows about them, or answers them (RFC 3261 8.2). On the loop. */
final class Dispatcher {

    private final UserAgent agent;
    private @Nullable Calls calls;
    private @Nullable Texts texts;
    private @Nullable Mailbox mailbox;

    Dispatcher(UserAgent agent) {
        this.agent = agent;
    }

    void use(Calls forCalls, Texts forTexts, Mailbox forSummaries) {
        calls = forCalls;
        texts = forTexts;
        mailbox = forSummaries;
    }

    /** Hands a request within a dialog to who knows it, or answers it. */
    static void inDialog(IncomingRequest incoming, DialogTable.@Nullable User user) {
        if (user != null) {
            if (!requiresTooMuch(incoming)) {
                user.request(incoming);
            }
        } else if (incoming.transaction() != null) {
            incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    /** Takes a CANCEL; false when it is for no call of this account. */
    boolean cancelled(IncomingRequest incoming) {
        return Objects.requireNonNull(calls).cancelled(incoming);
    }

    /** Takes a request outside of dialogs. */
    void outside(IncomingRequest incoming) {
        if (requiresTooMuch(incoming)) {
            return;
        }
        boolean invites = incoming.method().equals(Request.INVITE);
        if (!invites && Sip.value(incoming.request(), Replaces.NAME) != null) {
            incoming.reply(Response.BAD_REQUEST); // RFC 3891 3
            return;
        }
        switch (incoming.method()) {
            case Request.INVITE -> {
                if (Replies.takesDescriptions(incoming.request())) {
                    Objects.requireNonNull(calls).invited(incoming, isFromServer(incoming));
                } else {
                    incoming.reply(Response.NOT_ACCEPTABLE); // RFC 3261 8.2.3, RFC 4475 3.3.15
                }
            }
            case Request.MESSAGE -> message(incoming);
            case Request.OPTIONS -> Replies.options(incoming);
            case Request.NOTIFY -> Objects.requireNonNull(mailbox).unsolicited(incoming, isFromServer(incoming));
            case Request.BYE, Request.UPDATE, Request.PRACK, Request.INFO ->
                incoming.reply(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            case Request.REFER -> Objects.requireNonNull(calls).referred(incoming, isFromServer(incoming));
            case Request.SUBSCRIBE, Request.PUBLISH -> incoming.reply(Response.BAD_EVENT);
            default -> Replies.methodNotAllowed(incoming);
        }
    }

    void message(IncomingRequest incoming) {
        if (Sip.body(incoming.request()).isEmpty()) {
            incoming.reply(Response.OK); // it says nothing, and that was understood
            return;
        }
        Objects.requireNonNull(texts).received(incoming, isFromServer(incoming));
    }

    /** True when a server of the account sent it. */
    boolean isFromServer(IncomingRequest incoming) {
        return agent.isServer(incoming.source());
    }

    /** Answers 420 when an extension is required that is not understood (RFC 3261 8.2.2.3). */
    private static boolean requiresTooMuch(IncomingRequest incoming) {
        boolean exempt =
                incoming.method().equals(Request.ACK) || incoming.method().equals(Request.CANCEL);
        List<String> unsupported = exempt ? List.of() : Options.notUnderstood(incoming.request());
        if (unsupported.isEmpty()) {
            return false;
        }
        Response response = incoming.response(Response.BAD_EXTENSION);
        unsupported.forEach(option -> response.addHeader(Sip.header("Unsupported", option)));
        incoming.reply(response);
        return true;
    }

    static boolean isInDialog(IncomingRequest incoming) {
        return ((ToHeader) incoming.request().getHeader(ToHeader.NAME)).getTag() != null;
    }
}
