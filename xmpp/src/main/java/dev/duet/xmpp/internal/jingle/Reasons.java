package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.xmpp.internal.xep0166.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a session ended: the wire's words (XEP-0166 7.4) to the model's, and back. Pure. */
final class Reasons {

    private static final String BOTH_CALLED = "Both sides called at the same time; the other call goes on";

    private Reasons() {}

    /**
     * What a session-terminate, or a message that ends a proposal, means.
     *
     * @param reason null when none was given
     * @param model the session that it ends
     */
    static EndReason read(@Nullable Reason reason, JingleModel model) {
        boolean active = model.phase() == JingleModel.Phase.ACTIVE;
        Kind plain = active ? Kind.HANGUP : model.initiates() ? Kind.DECLINED : Kind.CANCELLED;
        if (reason == null) {
            return EndReason.of(plain, By.REMOTE);
        }
        if (!reason.redirect().isEmpty() && model.initiates() && !active) {
            return EndReason.of(Kind.FORWARDED, By.REMOTE, WireDetail.xmpp("redirect", reason.redirect()));
        }
        Kind kind =
                switch (reason.condition()) {
                    case "success" -> plain;
                    case "cancel" -> active ? Kind.HANGUP : Kind.CANCELLED;
                    case "decline" -> Kind.DECLINED;
                    case "busy" -> Kind.BUSY;
                    case "alternative-session" -> Kind.ANSWERED_ELSEWHERE;
                    case "expired", "timeout" -> active ? Kind.MEDIA_LOST : Kind.NO_ANSWER;
                    case "gone" -> active ? Kind.HANGUP : Kind.UNREACHABLE;
                    case "incompatible-parameters", "unsupported-applications", "unsupported-transports" ->
                        Kind.INCOMPATIBLE;
                    case "security-error" -> Kind.INSECURE;
                    case "connectivity-error", "failed-transport", "media-error" ->
                        active ? Kind.MEDIA_LOST : Kind.FAILED;
                    default -> Kind.FAILED;
                };
        return EndReason.of(kind, By.REMOTE, WireDetail.xmpp(reason.condition(), reason.text()));
    }

    /** Our call yielded to one the other way. */
    static EndReason tieBreak() {
        return new EndReason(Kind.CANCELLED, By.LOCAL, BOTH_CALLED, null);
    }

    /** Another device of the user's took the call, or did not want it. */
    static EndReason elsewhere(boolean taken) {
        return new EndReason(
                taken ? Kind.ANSWERED_ELSEWHERE : Kind.DECLINED,
                By.LOCAL,
                taken ? "Another device of the user's took the call" : "Declined at another device of the user's",
                null);
    }

    /** What it means that session-initiate failed, or that the proposal came back. */
    static EndReason notBegun(Failure failure) {
        String condition = condition(failure);
        WireDetail wire = failure.wire();
        if (wire != null && condition.equals("redirect")) {
            return EndReason.of(Kind.FORWARDED, By.REMOTE, wire);
        }
        if (condition.equals("conflict")) {
            return tieBreak();
        }
        Kind kind =
                switch (condition) {
                    case "" -> failure.kind() == Failure.Kind.CLOSED ? Kind.CLOSED : Kind.UNREACHABLE;
                    case "service-unavailable", "recipient-unavailable", "remote-server-timeout" -> Kind.UNREACHABLE;
                    case "item-not-found", "gone", "jid-malformed", "remote-server-not-found" -> Kind.NOT_FOUND;
                    case "feature-not-implemented", "not-acceptable", "bad-request" -> Kind.INCOMPATIBLE;
                    case "forbidden", "not-allowed", "not-authorized", "registration-required" -> Kind.DECLINED;
                    default -> Kind.FAILED;
                };
        By by = failure.origin() == Failure.Origin.PEER ? By.REMOTE : By.NETWORK;
        return new EndReason(kind, by, failure.message(), failure.wire());
    }

    /** The way to the other side is lost, or the other side is. */
    static EndReason lost(JingleModel model, By by, String text) {
        Kind kind = model.phase() == JingleModel.Phase.ACTIVE
                ? Kind.MEDIA_LOST
                : model.initiates() ? Kind.UNREACHABLE : Kind.CANCELLED;
        return new EndReason(kind, by, text, null);
    }

    /** The other side's device is said to have gone. */
    static EndReason offline(JingleModel model) {
        return lost(model, By.REMOTE, "The other side's device went offline");
    }

    /** What it means that a later request failed in a way that ends the session. */
    static EndReason broken(Failure failure) {
        if (isForgotten(failure)) {
            return new EndReason(
                    Kind.MEDIA_LOST, By.REMOTE, "The other side has no such call any more", failure.wire());
        }
        return new EndReason(Kind.FAILED, By.NETWORK, failure.message(), failure.wire());
    }

    /** Whom a redirect names; nobody when it is no address that we know. */
    static List<Address> addresses(String redirect) {
        int query = redirect.indexOf('?'); // what to do there (RFC 5122 2.5)
        try {
            return List.of(Address.parse(query < 0 ? redirect : redirect.substring(0, query)));
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** True when a failed request shows that nobody is there, or no session. */
    static boolean isGone(Failure failure) {
        return failure.kind() == Failure.Kind.TIMEOUT
                || isForgotten(failure)
                || switch (condition(failure)) {
                    case "recipient-unavailable", "service-unavailable" -> true;
                    default -> false;
                };
    }

    /** True when the other side says that it has no such session (XEP-0166 10: unknown-session). */
    static boolean isForgotten(Failure failure) {
        return switch (condition(failure)) {
            case "item-not-found", "gone" -> true;
            default -> false;
        };
    }

    /** True when a request came at the wrong time: an acceptance that was taken before, for one. */
    static boolean isOutOfOrder(Failure failure) {
        return condition(failure).equals("unexpected-request");
    }

    /** True when the other side's request goes first. */
    static boolean isTieBreak(Failure failure) {
        return condition(failure).equals("conflict");
    }

    private static String condition(Failure failure) {
        WireDetail wire = failure.wire();
        return wire == null ? "" : wire.condition();
    }

    /** What to write about an end of ours. */
    static Reason write(EndReason reason, @Nullable SessionDescription offered) {
        return write(reason, offered, null);
    }

    /**
     * What to write about an end of ours.
     *
     * @param instead whom to call instead; null for nobody
     */
    static Reason write(EndReason reason, @Nullable SessionDescription offered, @Nullable Address instead) {
        boolean noAudio = offered != null && offered.audio().isEmpty();
        String condition =
                switch (reason.kind()) {
                    case HANGUP, TRANSFERRED -> "success";
                    case BUSY -> "busy";
                    case DECLINED -> "decline";
                    case NO_ANSWER -> "timeout";
                    case CANCELLED, ANSWERED_ELSEWHERE -> "cancel";
                    case UNREACHABLE, NOT_FOUND, CLOSED, FORWARDED -> "gone";
                    case INCOMPATIBLE -> noAudio ? "unsupported-applications" : "incompatible-parameters";
                    case UNSUPPORTED -> "unsupported-applications";
                    case INSECURE -> "security-error";
                    case MEDIA_LOST -> "connectivity-error";
                    case FAILED -> reason.by() == By.NETWORK ? "failed-transport" : "general-error";
                };
        boolean tellsWhy = reason.kind() == Kind.FAILED || reason.kind() == Kind.MEDIA_LOST;
        return new Reason(condition, tellsWhy ? reason.text() : "", instead == null ? "" : instead.uri());
    }
}
