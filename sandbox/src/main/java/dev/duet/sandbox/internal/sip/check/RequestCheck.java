package dev.duet.sandbox.internal.sip.check;

import dev.duet.sandbox.internal.sip.message.CSeq;
import dev.duet.sandbox.internal.sip.message.Grammar;
import dev.duet.sandbox.internal.sip.message.NameAddr;
import dev.duet.sandbox.internal.sip.message.Problem;
import dev.duet.sandbox.internal.sip.message.SipFormatException;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipUri;
import dev.duet.sandbox.internal.sip.message.Via;
import dev.duet.sandbox.internal.sip.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks one request by itself. The first problem with a status is the one to answer. */
public final class RequestCheck {

    private static final List<String> MANDATORY = List.of("Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards");
    private static final List<String> SINGLE = List.of(
            "From",
            "To",
            "Call-ID",
            "CSeq",
            "Max-Forwards",
            "Content-Length",
            "Content-Type",
            "Expires",
            "Event",
            "Subscription-State",
            "SIP-If-Match",
            "Refer-To",
            "Date",
            "Subject",
            "User-Agent");
    private static final Set<String> ONLY_IN_DIALOG = Set.of("BYE", "UPDATE", "PRACK", "INFO", "NOTIFY");
    private static final Set<String> CONTACT_NEEDED = Set.of("INVITE", "SUBSCRIBE", "NOTIFY", "UPDATE", "REFER");
    private static final Set<String> EVENT_NEEDED = Set.of("SUBSCRIBE", "NOTIFY", "PUBLISH");

    private final SipRequest request;
    private final Transport transport;
    private final List<Problem> problems = new ArrayList<>();

    private RequestCheck(SipRequest request, Transport transport) {
        this.request = request;
        this.transport = transport;
    }

    public static List<Problem> check(SipRequest request, Transport transport) {
        RequestCheck check = new RequestCheck(request, transport);
        check.run();
        return List.copyOf(check.problems);
    }

    private void run() {
        for (String name : MANDATORY) {
            require(request.headers().has(name), 400, "RFC 3261 8.1.1", "No " + name);
        }
        for (String name : SINGLE) {
            require(request.headers().all(name).size() < 2, 400, "RFC 3261 7.3.1", name + " more than once");
        }
        if (!problems.isEmpty()) {
            return;
        }
        via();
        uri();
        addresses();
        identifiers();
        if (problems.isEmpty()) {
            byMethod();
            body();
        }
    }

    private void via() {
        for (String value : request.headers().all("Via")) {
            parse("Via", "RFC 3261 20.42", () -> Via.parse(value));
        }
        if (!problems.isEmpty()) {
            return;
        }
        Via top = request.topVia();
        boolean cookie =
                top.branch().startsWith(Via.MAGIC_COOKIE) && top.branch().length() > Via.MAGIC_COOKIE.length();
        require(cookie, 400, "RFC 3261 8.1.1.7", "Via branch without the magic cookie");
        require(
                top.transport().equals(transport.name()),
                400,
                "RFC 3261 18.1.1",
                "Via says " + top.transport() + " but came by " + transport);
    }

    private void uri() {
        String scheme = SipUri.schemeOf(request.uri());
        if (!scheme.equals("sip") && !scheme.equals("sips")) {
            require(false, 416, "RFC 3261 8.2.2.1", "Unsupported URI Scheme");
            return;
        }
        parse("Request-URI", "RFC 3261 19.1.1", () -> {
            SipUri uri = request.sipUri();
            require(uri.headers().isEmpty(), 400, "RFC 3261 19.1.1", "Request-URI with headers");
            require(!uri.params().has("method"), 400, "RFC 3261 19.1.1", "Request-URI with a method parameter");
        });
    }

    private void addresses() {
        parse("From", "RFC 3261 20.20", () -> {
            NameAddr from = NameAddr.parse(request.headers().get("From").orElse(""));
            require(from.tag().isPresent(), 400, "RFC 3261 8.1.1.3", "From without a tag");
        });
        parse(
                "To",
                "RFC 3261 20.39",
                () -> NameAddr.parse(request.headers().get("To").orElse("")));
        for (String name : List.of("Route", "Record-Route")) {
            for (String value : request.headers().all(name)) {
                parse(name, "RFC 3261 20.34", () -> {
                    NameAddr route = NameAddr.parse(value);
                    require(value.indexOf('<') >= 0, 400, "RFC 3261 20.34", name + " without angle brackets");
                    require(route.sipUri().isPresent(), 400, "RFC 3261 20.34", name + " is not a SIP URI");
                });
            }
        }
        for (String value : request.headers().all("Contact")) {
            if (!value.equals("*")) {
                parse("Contact", "RFC 3261 20.10", () -> NameAddr.parse(value));
            }
        }
    }

    private void identifiers() {
        require(Grammar.isCallId(request.callId()), 400, "RFC 3261 20.8", "Bad Call-ID");
        parse("CSeq", "RFC 3261 20.16", () -> {
            CSeq cseq = request.cseq();
            require(
                    cseq.method().equals(request.method()),
                    400,
                    "RFC 3261 8.1.1.5",
                    "CSeq method is not the request's");
        });
        parse(
                "Max-Forwards",
                "RFC 3261 20.22",
                () -> Grammar.number(request.headers().get("Max-Forwards").orElse(""), 255));
        if (request.headers().has("Expires")) {
            parse(
                    "Expires",
                    "RFC 3261 20.19",
                    () -> Grammar.number(request.headers().get("Expires").orElse(""), 0xFFFF_FFFFL));
        }
    }

    private void byMethod() {
        String method = request.method();
        int contacts = request.headers().all("Contact").size();
        boolean secure = request.sipUri().secure();
        if (CONTACT_NEEDED.contains(method)) {
            require(contacts == 1, 400, "RFC 3261 8.1.1.8", method + " needs one Contact, and has " + contacts);
            require(
                    !request.headers().all("Contact").contains("*"),
                    400,
                    "RFC 3261 20.10",
                    "Contact * outside REGISTER");
        }
        if (method.equals("INVITE") && contacts == 1 && secure) {
            boolean sips = contactUri().map(SipUri::secure).orElse(true);
            require(sips, 400, "RFC 3261 8.1.1.8", "Contact of a sips request is not sips");
        }
        if (EVENT_NEEDED.contains(method)) {
            require(request.headers().has("Event"), 489, "RFC 6665 8.2.1", "Bad Event");
        }
        if (method.equals("NOTIFY")) {
            require(
                    request.headers().has("Subscription-State"),
                    400,
                    "RFC 6665 4.1.3",
                    "NOTIFY without Subscription-State");
        }
        if (method.equals("REFER")) {
            require(request.headers().has("Refer-To"), 400, "RFC 3515 2.4.1", "REFER without Refer-To");
        }
        if (ONLY_IN_DIALOG.contains(method)) {
            require(request.inDialog(), 481, "RFC 3261 12.2", method + " outside a dialog");
        }
        if (method.equals("REGISTER") || method.equals("PUBLISH")) {
            require(!request.inDialog(), 400, "RFC 3261 8.1.1.2", method + " with a To tag");
        }
        if (method.equals("CANCEL")) {
            cancel();
        }
        if (method.equals("REGISTER")) {
            register();
        }
        if (method.equals("MESSAGE")) {
            require(contacts == 0, 400, "RFC 3428 4", "MESSAGE with a Contact");
        }
    }

    private java.util.Optional<SipUri> contactUri() {
        return NameAddr.parse(request.headers().get("Contact").orElse("")).sipUri();
    }

    private void cancel() {
        boolean clean = !request.headers().has("Require") && !request.headers().has("Proxy-Require");
        require(clean, 400, "RFC 3261 9.1", "CANCEL with Require or Proxy-Require");
        require(request.headers().all("Via").size() == 1, 400, "RFC 3261 9.1", "CANCEL with several Via");
    }

    private void register() {
        SipUri uri = request.sipUri();
        require(uri.userInfo().isEmpty(), 400, "RFC 3261 10.2", "Request-URI of REGISTER with a user");
        boolean sameHost = request.to()
                .sipUri()
                .map(to -> to.host().equalsIgnoreCase(uri.host()))
                .orElse(false);
        require(sameHost, 400, "RFC 3261 10.2", "Request-URI of REGISTER is not the domain of its To");
        require(!request.headers().has("Record-Route"), 400, "RFC 3261 10.3", "REGISTER with Record-Route");
    }

    private void body() {
        if (request.body().length > 0) {
            require(request.headers().has("Content-Type"), 400, "RFC 3261 20.15", "Body without Content-Type");
        }
    }

    private void require(boolean good, int status, String rule, String text) {
        if (!good) {
            problems.add(new Problem(status, rule, text));
        }
    }

    private void parse(String name, String rule, Runnable parser) {
        try {
            parser.run();
        } catch (SipFormatException e) {
            problems.add(new Problem(400, rule, "Bad " + name));
        }
    }
}
