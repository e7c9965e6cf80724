package dev.duet.sip.internal.rfc3428;

import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.sip.internal.call.Caller;
import dev.duet.sip.internal.call.Replies;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.xml.XmlException;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text messages of one account. On the loop. */
public final class Texts {

    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);
    private static final int LARGEST_BODY = 16_384;
    private static final int CALL_IDS = 1000;
    private static final String PLAIN = "text/plain;charset=UTF-8";

    private final UserAgent agent;
    private final LinkListener listener;
    private final Map<Address, Loop.Timer> typing = new HashMap<>();
    private final OneAtATime lines = new OneAtATime();
    private final Unkept unkept;
    private final Set<Address> deaf = new HashSet<>();
    private final Map<String, Long> firstNumbers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > CALL_IDS;
        }
    };

    /** For one account. */
    public Texts(UserAgent agent, LinkListener listener) {
        this.agent = agent;
        this.listener = listener;
        this.unkept = new Unkept(agent.loop());
    }

    /**
     * Sends a message, after those to the same address before it; its fate is told with its id, which goes as the
     * Call-ID.
     */
    public void send(String id, Address to, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LARGEST_BODY) {
            listener.delivery(
                    id,
                    Delivery.failed(Failure.of(
                            Failure.Kind.UNSUPPORTED,
                            Failure.Origin.LOCAL,
                            Failure.Retry.NEVER,
                            "A SIP message has at most " + LARGEST_BODY + " bytes")));
            return;
        }
        String target;
        try {
            target = Uris.target(to, agent.self());
        } catch (IllegalArgumentException e) {
            listener.delivery(
                    id,
                    Delivery.failed(Failure.of(
                            Failure.Kind.UNSUPPORTED,
                            Failure.Origin.LOCAL,
                            Failure.Retry.NEVER,
                            "SIP does not reach " + to)));
            return;
        }
        if (!lines.add(to, new Going(id, to, target, bytes))) {
            listener.delivery(
                    id,
                    Delivery.failed(Failure.of(
                            Failure.Kind.NETWORK,
                            Failure.Origin.LOCAL,
                            Failure.Retry.LATER,
                            "Too much waits already")));
        }
    }

    /** Gives up a message that waits for others before it. */
    public void withdraw(String id) {
        lines.withdraw(id);
    }

    private final class Going implements OneAtATime.Item, Outcome {

        private final String id;
        private final Address to;
        private final String target;
        private final byte[] body;

        Going(String id, Address to, String target, byte[] body) {
            this.id = id;
            this.to = to;
            this.target = target;
            this.body = body;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void send() {
            Request request = agent.request(Request.MESSAGE, target, "")
                    .callId(id.matches("[A-Za-z0-9._!%*+`'~-]{8,80}") ? id : "m" + Integer.toHexString(id.hashCode()))
                    .body(PLAIN, body)
                    .build();
            agent.send(request, this);
        }

        @Override
        public void fail(Failure failure) {
            listener.delivery(id, Delivery.failed(failure));
        }

        @Override
        public void done(Response response) {
            listener.delivery(id, delivery(response));
            lines.answered(to);
        }

        @Override
        public void failed(Failure failure) {
            fail(failure);
            lines.unanswered(to, failure);
        }
    }

    /** A 200 is the device's own; 202 and others are a server's that will pass it on (RFC 3428 7). */
    private static Delivery delivery(Response response) {
        int status = response.getStatusCode();
        if (status == Response.OK) {
            return Delivery.DELIVERED;
        }
        return status / 100 == 2 ? Delivery.SENT : Delivery.failed(StatusFailures.of(Request.MESSAGE, response));
    }

    /** Tells what the user does, to those who understand it. */
    public void chatState(Address to, ChatState state) {
        if (deaf.contains(to) || agent.flow() == null || !(to instanceof Address.Sip sip)) {
            return;
        }
        IsComposing notice = new IsComposing(state == ChatState.COMPOSING, IsComposing.DEFAULT_REFRESH);
        Request request = agent.request(Request.MESSAGE, sip.uri(), "")
                .body(IsComposing.MEDIA_TYPE, notice.text().getBytes(StandardCharsets.UTF_8))
                .build();
        agent.send(request, new Outcome() {
            @Override
            public void done(Response response) {
                int status = response.getStatusCode();
                if (status == Response.UNSUPPORTED_MEDIA_TYPE || status == Response.METHOD_NOT_ALLOWED) {
                    deaf.add(to); // RFC 3994 5
                }
            }

            @Override
            public void failed(Failure failure) {}
        });
    }

    /**
     * Takes a MESSAGE.
     *
     * @param trusted true when the account's own server sent it
     */
    public void received(IncomingRequest incoming, boolean trusted) {
        Request request = incoming.request();
        Caller sender = Caller.of(request, trusted);
        if (sender == null) {
            incoming.reply(Response.UNSUPPORTED_URI_SCHEME);
            return;
        }
        ContentTypeHeader type = (ContentTypeHeader) request.getHeader(ContentTypeHeader.NAME);
        byte[] body = request.getRawContent() == null ? new byte[0] : request.getRawContent();
        String media = type == null
                ? "text/plain"
                : (type.getContentType() + "/" + type.getContentSubType()).toLowerCase(Locale.ROOT);
        if (body.length > LARGEST_BODY) {
            incoming.reply(Response.REQUEST_ENTITY_TOO_LARGE);
        } else if (media.equals("text/plain")) {
            plain(incoming, sender.address(), body, type);
        } else if (media.equals(IsComposing.MEDIA_TYPE)) {
            composing(incoming, sender.address(), body);
        } else {
            Replies.unsupportedMediaType(incoming, "text/plain, " + IsComposing.MEDIA_TYPE);
        }
    }

    private void plain(IncomingRequest incoming, Address from, byte[] body, ContentTypeHeader type) {
        Charset charset;
        try {
            String name = type == null ? null : type.getParameter("charset");
            charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            Replies.unsupportedMediaType(incoming, PLAIN);
            return;
        }
        String id = id(incoming.request());
        if (unkept.add(from, id, incoming)) {
            stopTyping(from);
            String text = new String(body, charset);
            listener.message(new LinkListener.IncomingMessage(id, from, agent.self(), text, null, false));
        }
    }

    /** The account has a message for good, or wants nothing of it; or not, and it cannot be kept. */
    public void received(Address from, String id, boolean taken) {
        unkept.settled(from, id, taken);
    }

    /** The Call-ID; and for further messages with the same one (RFC 3428 8) the CSeq number, too. */
    private String id(Request request) {
        String callId = Dialog.callId(request);
        long number = Dialog.sequence(request);
        Long first = firstNumbers.putIfAbsent(callId, number);
        return first == null || first == number ? callId : callId + "." + number;
    }

    private void composing(IncomingRequest incoming, Address from, byte[] body) {
        try {
            IsComposing notice = IsComposing.parse(body);
            incoming.reply(Response.OK);
            stopTyping(from);
            if (notice.active()) {
                typing.put(from, agent.loop().schedule(notice.refresh(), () -> idle(from)));
            }
            listener.chatState(from, notice.active() ? ChatState.COMPOSING : ChatState.PAUSED);
        } catch (XmlException e) {
            LOG.info("A composing notice of {} is {}", from, e.getMessage());
            incoming.reply(Response.BAD_REQUEST);
        }
    }

    private void idle(Address from) {
        typing.remove(from);
        listener.chatState(from, ChatState.PAUSED);
    }

    private void stopTyping(Address from) {
        Loop.Timer timer = typing.remove(from);
        if (timer != null) {
            timer.cancel();
        }
    }
}
