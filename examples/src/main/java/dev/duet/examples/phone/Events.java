package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.DuetEvent;
import dev.duet.api.TransferRequest;
import dev.duet.api.event.AccountStateChanged;
import dev.duet.api.event.AttentionRequested;
import dev.duet.api.event.CallAutoAnswered;
import dev.duet.api.event.CallReplaced;
import dev.duet.api.event.CallRouteFailed;
import dev.duet.api.event.CallStateChanged;
import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.ConferenceChanged;
import dev.duet.api.event.ContactAdded;
import dev.duet.api.event.ContactChanged;
import dev.duet.api.event.ContactRemoved;
import dev.duet.api.event.ContactRequest;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.EventNotified;
import dev.duet.api.event.FileTransferChanged;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageChanged;
import dev.duet.api.event.MessageDelivery;
import dev.duet.api.event.MessageReceived;
import dev.duet.api.event.MessageSummaryChanged;
import dev.duet.api.event.PresenceChanged;
import dev.duet.api.event.ReadElsewhere;
import dev.duet.api.event.TransferProgress;
import dev.duet.api.event.TransferRequested;
import dev.duet.api.event.TypingChanged;
import dev.duet.model.CallState;
import dev.duet.model.EndReason;
import dev.duet.model.EventNotice;
import dev.duet.model.Failure;
import dev.duet.model.FileDetails;
import dev.duet.model.FileProgress;
import dev.duet.model.LinkState;
import dev.duet.model.Message;
import dev.duet.model.MessageSummary;
import dev.duet.model.Presence;
import dev.duet.model.RosterEntry;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Duet's events are called here, and how they are told. */
final class Events {

    private Events() {}

    /** The event as the phone tells it; empty for one that says nothing new. */
    static Optional<PhoneEvent> of(DuetEvent event) {
        if (event instanceof AccountStateChanged changed) {
            return link(changed);
        } else if (event instanceof IncomingCall incoming) {
            Call call = incoming.call();
            return some(
                    EventName.INCOMING, who(call) + " calls" + Ways.tell(call) + ": answer or reject", Ways.of(call));
        } else if (event instanceof CallStateChanged changed) {
            return call(changed);
        } else if (event instanceof CallRouteFailed failed) {
            return routeFailed(failed);
        } else if (event instanceof DtmfReceived dtmf) {
            String digit = String.valueOf(dtmf.digit());
            return some(
                    EventName.DTMF,
                    who(dtmf.call()) + " pressed " + digit,
                    Fields.of(dtmf.call()).with("digit", digit));
        } else {
            return moved(event).or(() -> chat(event)).or(() -> contact(event)).or(() -> notified(event));
        }
    }

    private static Optional<PhoneEvent> link(AccountStateChanged changed) {
        LinkState state = changed.after().links().get(changed.half());
        if (state == null) {
            return Optional.empty();
        }
        String half = changed.half().name();
        Fields fields = new Fields()
                .with("half", changed.half())
                .with("account", changed.after().summary())
                .with(Fields.of(state));
        if (state instanceof LinkState.Online online) {
            String tls = online.security().isProtected() ? online.security().tls() : "unprotected";
            String how = online.security().authentication();
            return some(
                    EventName.ONLINE,
                    half + " is online as " + online.self().text() + " (" + tls + (how.isEmpty() ? "" : ", " + how)
                            + ")",
                    fields);
        } else if (state instanceof LinkState.Waiting waiting) {
            String text =
                    half + " is not connected and will try again: " + Hints.explain(changed.half(), waiting.failure());
            return some(EventName.WAITING, text, fields);
        } else if (state instanceof LinkState.Failed failed) {
            return some(
                    EventName.FAILED,
                    half + " cannot sign in: " + Hints.words(failed.failure()), // connect() told what to do about it
                    fields);
        } else if (state instanceof LinkState.Connecting) {
            return some(EventName.SIGNING_IN, half + " signs in", fields);
        }
        return some(EventName.OFFLINE, half + " is offline", fields);
    }

    private static Optional<PhoneEvent> call(CallStateChanged changed) {
        Call call = changed.call();
        CallState after = changed.after();
        Fields fields = Fields.of(call).with("phase", after.phase());
        if (after instanceof CallState.Dialing) {
            return some(EventName.DIALING, "calling " + who(call) + why(call), fields);
        } else if (after instanceof CallState.Alerting alerting) {
            fields.with("early_media", alerting.earlyMedia());
            String sound = alerting.earlyMedia() ? ", with sound from there" : "";
            return some(EventName.RINGING, "it rings at " + who(call) + sound, fields);
        } else if (after instanceof CallState.Connecting) {
            return some(EventName.ANSWERED, "answered: " + who(call), fields);
        } else if (after instanceof CallState.Active active) {
            return active(changed, active, fields);
        } else if (after instanceof CallState.Ended ended) {
            fields.with(Fields.of(ended.reason()))
                    .with("talk_ms", ended.talkTime().toMillis());
            return some(EventName.ENDED, "the call with " + who(call) + " is over: " + tell(ended.reason()), fields);
        }
        return Optional.empty();
    }

    private static Optional<PhoneEvent> notified(DuetEvent event) {
        if (event instanceof ConferenceChanged changed) {
            return some(EventName.CONFERENCE, Conferences.tell(changed.call()), Conferences.of(changed.call()));
        }
        if (event instanceof MessageSummaryChanged changed) {
            MessageSummary summary = changed.summary();
            return some(
                    EventName.VOICEMAIL,
                    Mailboxes.tell(summary) + " in the mailbox of "
                            + changed.mailbox().text(),
                    Mailboxes.of(summary).with("mailbox", changed.mailbox()));
        }
        if (!(event instanceof EventNotified told)) {
            return Optional.empty();
        }
        EventNotice notice = told.notice();
        String body = printable(notice.body());
        Fields fields = new Fields()
                .with("package", notice.event())
                .with("target", notice.target())
                .with("state", notice.state())
                .with("type", notice.mediaType())
                .with("body", body);
        String what = notice.event() + " of " + notice.target().text() + " (" + printable(notice.state()) + ")";
        String lines = body.isEmpty() ? "" : ":\n  " + body.replace("\n", "\n  ");
        return some(EventName.NOTIFIED, what + lines, fields);
    }

    /** What others wrote, without what a terminal would obey. */
    static String printable(String text) {
        return text.replace("\r\n", "\n")
                .strip()
                .codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Optional<PhoneEvent> active(CallStateChanged changed, CallState.Active active, Fields fields) {
        Call call = changed.call();
        if (changed.before() instanceof CallState.Active) {
            fields.with("local", active.hold().local())
                    .with("remote_holds", active.hold().remote());
            String text = active.hold().any()
                    ? "on hold" + (active.hold().local() ? " by us" : "")
                            + (active.hold().remote() ? " by " + who(call) : "")
                    : "no longer on hold: " + who(call);
            return some(EventName.HOLD, text, fields);
        }
        fields.with("codec", call.media().quality().codec())
                .with("media", call.security().media())
                .with("cipher", call.security().cipher());
        return some(EventName.CONNECTED, "talking with " + who(call), fields);
    }

    private static Optional<PhoneEvent> routeFailed(CallRouteFailed failed) {
        Fields fields = Fields.of(failed.call())
                .with("target", failed.route().target())
                .with("protocol", failed.route().protocol())
                .with(Fields.of(failed.reason()));
        String text =
                "no way to " + who(failed.call()) + " by " + failed.route().protocol() + ": " + tell(failed.reason());
        return some(EventName.ROUTE_FAILED, text, fields);
    }

    private static Optional<PhoneEvent> moved(DuetEvent event) {
        if (event instanceof CallAutoAnswered answered) {
            Call call = answered.call();
            String text = "answered by itself: " + who(call) + " (" + answered.why() + ")";
            return some(EventName.AUTO_ANSWERED, text, Fields.of(call).with("why", answered.why()));
        }
        if (event instanceof TransferProgress told) {
            Fields fields = Fields.of(told.call())
                    .with("status", told.progress().status())
                    .with("wire_text", told.progress().text());
            return some(EventName.TRANSFER, who(told.call()) + " is told there: " + told.progress(), fields);
        } else if (event instanceof TransferRequested asked) {
            TransferRequest request = asked.request();
            Fields fields = new Fields()
                    .with("call", request.call().map(Call::id).orElse(null))
                    .with("from", request.from())
                    .with("target", request.target())
                    .with("attended", request.attended());
            String text = request.from().text() + " wants you to call "
                    + request.target().text() + ": follow or stay";
            return some(EventName.TRANSFER_ASKED, text, fields);
        } else if (event instanceof CallTransferred transferred) {
            Fields fields = Fields.of(transferred.before())
                    .with("new_call", transferred.after().id())
                    .with("target", transferred.after().remote());
            String text = who(transferred.before()) + " transfers the call to " + who(transferred.after());
            return some(EventName.TRANSFERRED, text, fields);
        } else if (event instanceof CallReplaced replaced) {
            Fields fields = Fields.of(replaced.call()).with("before", replaced.before());
            String text = who(replaced.call()) + " took the place of "
                    + replaced.before().text();
            return some(EventName.REPLACED, text, fields);
        }
        return Optional.empty();
    }

    private static Optional<PhoneEvent> chat(DuetEvent event) {
        if (event instanceof MessageReceived received) {
            Message message = received.message();
            String who = message.incoming() ? received.conversation().contact().name() : "you, elsewhere";
            return some(EventName.MESSAGE, who + ": " + message.body() + files(message), Fields.of(message));
        } else if (event instanceof MessageDelivery delivery) {
            return delivery(delivery.message(), delivery.conversation().contact());
        } else if (event instanceof MessageChanged changed) {
            return changed(changed);
        } else if (event instanceof FileTransferChanged changed) {
            return file(changed);
        } else if (event instanceof AttentionRequested asked) {
            Contact contact = asked.conversation().contact();
            Fields fields =
                    new Fields().with("contact", Fields.address(contact)).with("body", asked.body());
            return some(EventName.ATTENTION, contact.name() + " calls for your attention", fields);
        } else if (event instanceof ReadElsewhere read) {
            Contact contact = read.conversation().contact();
            Fields fields =
                    new Fields().with("contact", Fields.address(contact)).with("unread", read.unread());
            return some(EventName.READ_ELSEWHERE, "you read " + contact.name() + " on another device", fields);
        } else if (event instanceof TypingChanged typing) {
            Contact contact = typing.conversation().contact();
            Fields fields =
                    new Fields().with("contact", Fields.address(contact)).with("state", typing.state());
            return some(EventName.TYPING, contact.name() + " is " + Fields.word(typing.state()), fields);
        }
        return Optional.empty();
    }

    /** {@code  [tea.png, image/png, 700 bytes]}. */
    private static String files(Message message) {
        return message.details().attachments().stream()
                .map(file -> {
                    FileDetails told = file.details();
                    return " [" + file.fileName() + (told.mediaType().isEmpty() ? "" : ", " + told.mediaType())
                            + (told.isSizeKnown() ? ", " + told.size() + " bytes" : "") + "]";
                })
                .collect(Collectors.joining());
    }

    /** Where it is; how many bytes of it, only when it is over or begins. */
    private static Optional<PhoneEvent> file(FileTransferChanged changed) {
        FileProgress progress = changed.progress();
        if (progress.phase() == FileProgress.Phase.TRANSFERRING && progress.transferred() > 0) {
            return Optional.empty();
        }
        String name = changed.transfer().name();
        String size = progress.size() == FileDetails.UNKNOWN ? "" : " (" + progress.size() + " bytes)";
        return some(EventName.FILE, name + size + ": " + Fields.word(progress.phase()), Fields.of(name, progress));
    }

    private static Optional<PhoneEvent> changed(MessageChanged changed) {
        Message after = changed.after();
        String what =
                switch (changed.change()) {
                    case CORRECTED -> "is now: " + after.body();
                    case RETRACTED -> "was taken back";
                    case REROUTED ->
                        "goes by " + after.protocol() + ": " + after.route().why();
                    case REACTIONS ->
                        "has reactions: "
                                + after.details().reactions().stream()
                                        .flatMap(reaction -> reaction.emojis().stream())
                                        .collect(Collectors.joining(" "));
                };
        String text = "\"" + changed.before().body() + "\" " + what;
        return some(
                EventName.MESSAGE_CHANGED,
                text,
                new Fields().with("change", changed.change()).with(Fields.of(after)));
    }

    private static Optional<PhoneEvent> delivery(Message message, Contact to) {
        Fields fields = Fields.of(message);
        Failure failure = message.delivery().failure();
        return switch (message.delivery().stage()) {
            case PENDING -> Optional.empty();
            case SENT -> some(EventName.SENT, "sent to " + to.name() + ": " + message.body(), fields);
            case DELIVERED -> some(EventName.DELIVERED, "delivered to " + to.name() + ": " + message.body(), fields);
            case READ -> some(EventName.READ, to.name() + " has read: " + message.body(), fields);
            case FAILED ->
                some(
                        EventName.UNDELIVERED,
                        "not delivered to " + to.name() + ": " + message.body() + " (" + failure + ")",
                        fields);
        };
    }

    private static Optional<PhoneEvent> contact(DuetEvent event) {
        if (event instanceof PresenceChanged changed) {
            Contact contact = changed.contact();
            Presence now = changed.after();
            Fields fields = new Fields()
                    .with("contact", Fields.address(contact))
                    .with("name", contact.name())
                    .with("availability", now.availability())
                    .with("activities", now.activities())
                    .with("on_the_phone", now.onThePhone())
                    .with("note", now.note());
            return some(EventName.PRESENCE, contact.name() + " is " + tell(now), fields);
        } else if (event instanceof ContactAdded added) {
            return changed(added.contact(), "added", " is a contact now");
        } else if (event instanceof ContactChanged changed) {
            return changed(changed.contact(), "changed", subscription(changed.contact()));
        } else if (event instanceof ContactRemoved removed) {
            return changed(removed.contact(), "removed", " is no contact any more");
        } else if (event instanceof ContactRequest request) {
            String note = request.note().isEmpty() ? "" : " (\"" + request.note() + "\")";
            String from = request.from().text();
            return some(
                    EventName.REQUEST,
                    from + " asks to see your presence" + note + ": approve " + from + ", or deny " + from,
                    new Fields().with("from", request.from()).with("note", request.note()));
        }
        return Optional.empty();
    }

    private static Optional<PhoneEvent> changed(Contact contact, String change, String text) {
        Fields fields = new Fields().with("change", change).with(Fields.of(contact));
        return some(EventName.CONTACT, contact.name() + text, fields);
    }

    private static String subscription(Contact contact) {
        return contact.rosterEntry().map(entry -> " is a contact" + seen(entry)).orElse(" changed");
    }

    private static String seen(RosterEntry entry) {
        return switch (entry.subscription()) {
            case BOTH -> ": you see each other";
            case TO -> ": you see them, they do not see you";
            case FROM -> ": they see you, you do not see them" + (entry.pending() ? " yet" : "");
            case NONE -> ": you do not see each other" + (entry.pending() ? " yet" : "");
        };
    }

    /** {@code busy (486 Busy Here)}. */
    static String tell(EndReason reason) {
        String kind = Fields.word(reason.kind()).replace('_', ' ');
        String words = reason.wire() != null ? reason.wire().toString() : reason.text();
        return kind + (words.isEmpty() ? "" : " (" + words + ")");
    }

    /** {@code available, on the phone: at the desk}. */
    static String tell(Presence presence) {
        StringBuilder text = new StringBuilder(words(presence.availability()));
        presence.activities().stream().map(Events::words).sorted().forEach(word -> text.append(", ")
                .append(word));
        return presence.note().isEmpty() ? text.toString() : text + ": " + presence.note();
    }

    /** A call's other side: {@code Bob <sip:bob@example.com>}. */
    static String who(Call call) {
        String uri = call.remote().uri();
        String name = call.remoteName();
        return name.isEmpty() || uri.endsWith(":" + name) || uri.equals(name) ? uri : name + " <" + uri + ">";
    }

    private static String why(Call call) {
        return call.route()
                .map(route -> " by " + route.protocol() + " (" + route.why() + ")")
                .orElse("");
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Optional<PhoneEvent> some(EventName name, String text, Fields fields) {
        return Optional.of(new PhoneEvent(name, text, fields.map()));
    }
}
