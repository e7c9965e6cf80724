package dev.duet.sip.internal.rfc3261;

import dev.duet.model.SipPrivacy;
import dev.duet.sip.internal.rfc3323.Privacy;
import dev.duet.sip.internal.stack.Sip;
import gov.nist.javax.sip.header.Contact;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sip.header.AllowHeader;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** A dialog (RFC 3261 12). On the loop. */
public final class Dialog {

    private static final Pattern LOOSE = Pattern.compile("(?i).*;\\s*lr\\b.*");

    private final Id id;
    private final String localUri;
    private final String remoteUri;
    private final boolean caller;
    private final @Nullable InetSocketAddress server;
    private List<String> routes;
    private String remoteTarget;
    private boolean focus;
    private boolean wasFocus;
    private Set<SipPrivacy> privacy = Set.of();
    private Runnable onTarget = () -> {};
    private Set<String> allowed = Set.of();
    private long localSequence;
    private long remoteSequence;

    private Dialog(
            Id id,
            String localUri,
            String remoteUri,
            List<String> routes,
            String remoteTarget,
            long localSequence,
            long remoteSequence,
            boolean caller,
            @Nullable InetSocketAddress server) {
        this.id = id;
        this.localUri = localUri;
        this.remoteUri = remoteUri;
        this.routes = routes;
        this.remoteTarget = remoteTarget;
        this.localSequence = localSequence;
        this.remoteSequence = remoteSequence;
        this.caller = caller;
        this.server = server;
    }

    /** The dialog that a response to a request of ours makes (RFC 3261 12.1.2); null without tag or usable contact. */
    public static @Nullable Dialog of(Request request, Response response) {
        FromHeader from = (FromHeader) response.getHeader(FromHeader.NAME);
        ToHeader to = (ToHeader) response.getHeader(ToHeader.NAME);
        String contact = contact(response);
        List<String> routes = routesOf(response);
        String tag = ((FromHeader) request.getHeader(FromHeader.NAME)).getTag();
        if (to.getTag() == null || !tag.equals(from.getTag()) || contact == null || !areUsable(from, to, routes)) {
            return null;
        }
        Dialog dialog = new Dialog(
                new Id(callId(request), tag, to.getTag()),
                from.getAddress().getURI().toString(),
                to.getAddress().getURI().toString(),
                routes,
                contact,
                sequence(request),
                -1,
                true,
                Sip.source(response));
        dialog.privacy = Privacy.of(request);
        dialog.learn(response);
        dialog.learnFocus(response);
        return dialog;
    }

    /** The dialog that a request of the other side makes (RFC 3261 12.1.1); null without a tag or a usable contact. */
    public static @Nullable Dialog of(Request request, String localTag) {
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        ToHeader to = (ToHeader) request.getHeader(ToHeader.NAME);
        String contact = contact(request);
        List<String> routes = routes(request);
        if (contact == null || !areUsable(from, to, routes)) {
            return null;
        }
        Dialog dialog = new Dialog(
                new Id(callId(request), localTag, from.getTag() == null ? "" : from.getTag()),
                to.getAddress().getURI().toString(),
                from.getAddress().getURI().toString(),
                routes,
                contact,
                0,
                sequence(request),
                false,
                Sip.source(request));
        dialog.learn(request);
        dialog.learnFocus(request);
        return dialog;
    }

    /** Its identity. */
    public Id id() {
        return id;
    }

    /** True when this side began it: it then owns the Call-ID (RFC 3261 14.1). */
    public boolean isCaller() {
        return caller;
    }

    /** What this side asked to be hidden when it began it; nothing where the other side did. */
    public Set<SipPrivacy> privacy() {
        return privacy;
    }

    /** True when this side began it without telling who it is (RFC 3323 4.1). */
    public boolean isAnonymous() {
        return SipPrivacy.hidesCaller(privacy);
    }

    /** The URI of the other side. */
    public String remoteUri() {
        return remoteUri;
    }

    /** Where its requests go: the other side's contact. */
    public String remoteTarget() {
        return remoteTarget;
    }

    /** Who sent what began it: a server of the account, or the other side itself; null when that is not known. */
    @Nullable
    InetSocketAddress server() {
        return server;
    }

    /** The next CSeq number of this side. */
    public long nextSequence() {
        return ++localSequence;
    }

    /** Takes a request of the other side; false when it is older than one before (RFC 3261 12.2.2). */
    public boolean takeInOrder(Request request) {
        long number = sequence(request);
        if (number <= remoteSequence) {
            return false;
        }
        remoteSequence = number;
        return true;
    }

    /** True when the other side said that it takes requests of that method (RFC 3261 20.5). */
    public boolean allows(String method) {
        return allowed.contains(method);
    }

    /** Takes what a message of the other side says of the methods that it allows; if nothing, nothing changes. */
    public void learn(Message message) {
        List<String> methods = Sip.values(message, AllowHeader.NAME);
        if (!methods.isEmpty()) {
            allowed = methods.stream()
                    .flatMap(line -> Pattern.compile(",").splitAsStream(line))
                    .map(String::strip)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** Follows the other side to a new contact (RFC 3261 12.2). */
    public void refreshTarget(Message message) {
        learn(message);
        String contact = contact(message);
        if (contact != null) {
            remoteTarget = contact;
            learnFocus(message);
            onTarget.run();
        }
    }

    /** True when the other side's contact says that it is the focus of a conference (RFC 4579). */
    public boolean isFocus() {
        return focus;
    }

    /** True when it said so before, whatever it says now. */
    public boolean wasFocus() {
        return wasFocus;
    }

    /** Is told from now on, in the place of whoever was before, whenever the other side tells its contact. */
    public void onTarget(Runnable listener) {
        onTarget = listener;
    }

    /** Takes route and contact of the 2xx that confirms an early dialog (RFC 3261 13.2.2.4). */
    public void confirm(Response response) {
        List<String> confirmed = routesOf(response);
        if (confirmed.stream().allMatch(Uris::isAddress)) {
            routes = confirmed;
        }
        refreshTarget(response);
    }

    /** A request within it, with the next number. */
    public RequestBuilder request(String method) {
        return request(method, nextSequence());
    }

    /** The ACK to the 2xx to the INVITE with that number. */
    public Request ack(long sequence) {
        return request(Request.ACK, sequence).build();
    }

    private RequestBuilder request(String method, long sequence) {
        boolean strict = !routes.isEmpty() && !LOOSE.matcher(routes.get(0)).matches();
        List<String> path = new ArrayList<>(routes);
        String target = remoteTarget;
        if (strict) { // RFC 3261 12.2.1.1: the first route is the target, and the target the last route
            String first = path.remove(0);
            path.add("<" + remoteTarget + ">");
            target = first.replaceAll("^.*<|>.*$", "");
        }
        return new RequestBuilder(method, target)
                .from(localUri, "", id.localTag)
                .to(remoteUri, id.remoteTag.isEmpty() ? null : id.remoteTag)
                .callId(id.callId)
                .sequence(sequence)
                .routes(path)
                .by(server);
    }

    /** The route for whom a response came to: its way back (RFC 3261 12.1.2). */
    private static List<String> routesOf(Response response) {
        List<String> routes = routes(response);
        Collections.reverse(routes);
        return routes;
    }

    private static List<String> routes(Message message) {
        return new ArrayList<>(Sip.values(message, RecordRouteHeader.NAME));
    }

    private static @Nullable String contact(Message message) {
        ContactHeader contact = (ContactHeader) message.getHeader(ContactHeader.NAME);
        boolean usable = contact != null && contact.getAddress() != null && !contact.isWildCard();
        String uri = usable ? contact.getAddress().getURI().toString() : "";
        return Uris.isUri(uri) ? uri : null;
    }

    private void learnFocus(Message message) {
        focus = message.getHeader(ContactHeader.NAME) instanceof Contact contact
                && contact.hasParameter("isfocus")
                && !"FALSE".equalsIgnoreCase(contact.getParameter("isfocus"));
        wasFocus |= focus;
    }

    /** False when a request could not be made of what is there: JAIN-SIP reads more than it writes. */
    private static boolean areUsable(FromHeader from, ToHeader to, List<String> routes) {
        return Uris.isUri(from.getAddress().getURI().toString())
                && Uris.isUri(to.getAddress().getURI().toString())
                && routes.stream().allMatch(Uris::isAddress);
    }

    /** The Call-ID of a message. */
    public static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    /** The CSeq number of a message. */
    public static long sequence(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    /** The identity of the dialog that a request of the other side is for; null outside of one. */
    public static @Nullable Id idOf(Request request) {
        String to = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag();
        String from = ((FromHeader) request.getHeader(FromHeader.NAME)).getTag();
        return to == null ? null : new Id(callId(request), to, from == null ? "" : from);
    }

    /**
     * What tells dialogs apart.
     *
     * @param callId the Call-ID
     * @param localTag this side's tag
     * @param remoteTag the other side's; empty when it has none (RFC 2543)
     */
    public record Id(String callId, String localTag, String remoteTag) {}
}
