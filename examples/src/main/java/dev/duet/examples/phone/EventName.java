package dev.duet.examples.phone;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The names of events, as they are printed and waited for. */
enum EventName {
    /** A half is signed in. */
    ONLINE,
    /** A half is signed out, by wish. */
    OFFLINE,
    /** A half signs in. */
    SIGNING_IN,
    /** A half was lost or not reached; Duet will try again. */
    WAITING,
    /** A half cannot sign in; Duet will not try again. */
    FAILED,
    /** Somebody calls. */
    INCOMING,
    /** A call of ours is on its way. */
    DIALING,
    /** It rings at the other side. */
    RINGING,
    /** A call was answered by itself. */
    AUTO_ANSWERED,
    /** Answered; media are being connected. */
    ANSWERED,
    /** The two sides can talk. */
    CONNECTED,
    /** Somebody held or resumed. */
    HOLD,
    /** The other side became a conference, told something else of it, or is none any more. */
    CONFERENCE,
    /** A call is over. */
    ENDED,
    /** One way to the callee led nowhere. */
    ROUTE_FAILED,
    /** The other side pressed a key. */
    DTMF,
    /** The other side tells how far it has come with a transfer. */
    TRANSFER,
    /** Somebody wants this side to call somebody. */
    TRANSFER_ASKED,
    /** The other side transferred a call: another one takes its place. */
    TRANSFERRED,
    /** Somebody took the other side's place in a call. */
    REPLACED,
    /** A message came. */
    MESSAGE,
    /** A message of ours left. */
    SENT,
    /** A message of ours reached a device. */
    DELIVERED,
    /** A message of ours was shown. */
    READ,
    /** A message of ours did not arrive. */
    UNDELIVERED,
    /** A file is on its way, or no more. */
    FILE,
    /** A message was corrected or taken back, or somebody reacted to it. */
    MESSAGE_CHANGED,
    /** Somebody calls for attention. */
    ATTENTION,
    /** Another device of the user read messages. */
    READ_ELSEWHERE,
    /** The other side types, or no longer. */
    TYPING,
    /** A contact's presence changed. */
    PRESENCE,
    /** The contact list changed. */
    CONTACT,
    /** Somebody asks to see our presence. */
    REQUEST,
    /** Something else waits in a mailbox. */
    VOICEMAIL,
    /** Something was told that we subscribed to. */
    NOTIFIED;

    /** As it is written: {@code route-failed}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The event of that name.
     *
     * @throws CommandFailure when there is none
     */
    static EventName of(String text) {
        return Arrays.stream(values())
                .filter(name -> name.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("There is no event \"" + text + "\"; there are " + all()));
    }

    private static String all() {
        return Arrays.stream(values()).map(EventName::text).collect(Collectors.joining(", "));
    }
}
