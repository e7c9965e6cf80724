package dev.duet.sip.internal.rfc3428;

import dev.duet.model.Address;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.Failure;
import dev.duet.sip.internal.call.Caller;
import dev.duet.sip.internal.call.Replies;
import dev.duet.sip.internal.rfc3261.Dialog;
import dev.duet.sip.internal.rfc3261.OptionTags;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.StatusFailures;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc5438.Cpim;
import dev.duet.sip.internal.rfc5438.Imdn;
import dev.duet.sip.internal.rfc5438.Imdn.Disposition;
import dev.duet.sip.internal.stack.IncomingRequest;
import dev.duet.sip.internal.xml.XmlException;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Loop;
import dev.duet.spi.Newest;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text messages of one account. On the loop. */
public final class Texts {

    private static final Logger LOG = LoggerFactory.getLogger(Texts.class);
    private static final int LARGEST_BODY = 16_384;
    private static final int CALL_IDS = 1000;
    /** What is said first goes first. */
    private static final Duration ASKS_AFTER = Duration.ofSeconds(1);

    private static final String PLAIN = "text/plain;charset=UTF-8";
    private static final String MEDIA_TYPES = "text/plain, " + IsComposing.MEDIA_TYPE + ", " + Cpim.MEDIA_TYPE;
    private static final Pattern CHARSET = Pattern.compile("charset *= *\"?([^\";, ]+)");

    private final UserAgent agent;
    private final LinkListener listener;
    private final Map<Address, Loop.Timer> typing = new HashMap<>();
    private final OneAtATime lines = new OneAtATime();
    private final Unkept unkept;
    private final Notices notices = new Notices();
    private final Set<Address> deaf = new HashSet<>();
    private final Map<String, Long> firstNumbers = Newest.map(CALL_IDS);

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
            boolean wrapped = Boolean.TRUE.equals(notices.reads(to));
            byte[] content = wrapped
                    ? notices.wrap(
                            id, agent.self(), to, PLAIN, body, agent.loop().now())
                    : body;
            Request request = agent.request(Request.MESSAGE, target, "")
                    .callId(id.matches("[A-Za-z0-9._!%*+`'~-]{8,80}") ? id : "m" + Integer.toHexString(id.hashCode()))
                    .body(wrapped ? Cpim.MEDIA_TYPE : PLAIN, content)
                    .build();
            agent.send(request, this);
        }

        @Override
        public void fail(Failure failure) {
            listener.delivery(id, Delivery.failed(failure));
        }

        @Override
        public void done(Response response) {
            if (response.getStatusCode() == Response.UNSUPPORTED_MEDIA_TYPE && Boolean.TRUE.equals(notices.reads(to))) {
                notices.reads(to, false); // another device than the one that was asked
                send();
                return;
            }
            listener.delivery(id, delivery(response));
            if (response.getStatusCode() / 100 == 2 && notices.reads(to) == null) {
                notices.reads(to, false); // until it is known
                agent.loop().schedule(ASKS_AFTER, () -> askWhatIsRead(to, target));
            }
            lines.answered(to);
        }

        @Override
        public void failed(Failure failure) {
            fail(failure);
            lines.unanswered(to, failure);
        }
    }

    /** Asks once whether somebody reads envelopes, in which they can be asked to tell what becomes of a message. */
    private void askWhatIsRead(Address to, String target) {
        if (agent.flow() == null) {
            return;
        }
        Request options = agent.request(Request.OPTIONS, target, "")
                .header("Accept", "application/sdp")
                .build();
        agent.send(options, new Outcome() {
            @Override
            public void done(Response response) {
                notices.reads(
                        to,
                        response.getStatusCode() == Response.OK
                                && OptionTags.in(response, "Accept").anyMatch(Cpim.MEDIA_TYPE::equalsIgnoreCase));
            }

            @Override
            public void failed(Failure failure) {}
        });
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
            plain(incoming, sender.address(), body, id(request), type == null ? null : type.getParameter("charset"));
        } else if (media.equals(IsComposing.MEDIA_TYPE)) {
            composing(incoming, sender.address(), body);
        } else if (media.equals(Cpim.MEDIA_TYPE)) {
            enveloped(incoming, sender.address(), body);
        } else {
            Replies.unsupportedMediaType(incoming, MEDIA_TYPES);
        }
    }

    /** Who somebody is says SIP alone, whatever the envelope says. */
    private void enveloped(IncomingRequest incoming, Address from, byte[] body) {
        Cpim envelope;
        try {
            envelope = Cpim.parse(body);
        } catch (ParseException e) {
            LOG.info("A message of {} is not well-formed: {}", from, e.getMessage());
            incoming.reply(Response.BAD_REQUEST);
            return;
        }
        notices.reads(from, true);
        String told = envelope.contentHeader("Content-Type");
        String type = told == null ? "text/plain" : told.toLowerCase(Locale.ROOT);
        if (type.startsWith(Imdn.MEDIA_TYPE)) {
            told(incoming, from, envelope.body());
        } else if (type.startsWith(IsComposing.MEDIA_TYPE)) {
            composing(incoming, from, envelope.body());
        } else if (type.matches("text/plain *(;.*)?")) {
            String id = notices.took(from, envelope);
            Matcher named = CHARSET.matcher(type);
            plain(
                    incoming,
                    from,
                    envelope.body(),
                    id.isEmpty() ? id(incoming.request()) : id,
                    named.find() ? named.group(1) : null);
        } else {
            Replies.unsupportedMediaType(incoming, MEDIA_TYPES);
        }
    }

    /** What became of a message, as its recipient tells. */
    private void told(IncomingRequest incoming, Address from, byte[] body) {
        try {
            Imdn word = Imdn.parse(body);
            incoming.reply(Response.OK);
            if (notices.mayTell(from, word.messageId())) {
                switch (word.disposition()) {
                    case DELIVERED -> listener.delivery(word.messageId(), Delivery.DELIVERED);
                    case DISPLAYED -> listener.delivery(word.messageId(), Delivery.READ);
                    case FAILED ->
                        listener.delivery(
                                word.messageId(),
                                Delivery.failed(Failure.of(
                                        Failure.Kind.REFUSED,
                                        Failure.Origin.PEER,
                                        Failure.Retry.LATER,
                                        "The recipient says that it failed")));
                    default -> LOG.debug("Nothing for sure is told of a message");
                }
            }
        } catch (XmlException e) {
            LOG.info("A notice of {} is {}", from, e.getMessage());
            incoming.reply(Response.BAD_REQUEST);
        }
    }

    private void tell(Address to, String id, Disposition what) {
        byte[] word = notices.word(agent.self(), to, id, what, agent.loop().now());
        if (word == null || agent.flow() == null) {
            return;
        }
        Request request = agent.request(Request.MESSAGE, Uris.target(to, agent.self()), "")
                .body(Cpim.MEDIA_TYPE, word)
                .build();
        agent.send(request, new Outcome() {
            @Override
            public void done(Response response) {}

            @Override
            public void failed(Failure failure) {}
        });
    }

    /** The user has seen a message. */
    public void displayed(Address from, String id) {
        tell(from, id, Disposition.DISPLAYED);
    }

    private void plain(IncomingRequest incoming, Address from, byte[] body, String id, @Nullable String name) {
        Charset charset;
        try {
            charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            Replies.unsupportedMediaType(incoming, PLAIN);
            return;
        }
        String text = new String(body, charset);
        if (text.isEmpty()) {
            incoming.reply(Response.OK); // there is nothing to keep
        } else if (unkept.add(from, id, incoming)) {
            stopTyping(from);
            listener.message(new LinkListener.IncomingMessage(id, from, agent.self(), text, null, false));
        }
    }

    /** The account has a message for good, or wants nothing of it; or not, and it cannot be kept. */
    public void received(Address from, String id, boolean taken) {
        unkept.settled(from, id, taken);
        if (taken) {
            tell(from, id, Disposition.DELIVERED);
        }
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
