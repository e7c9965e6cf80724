package dev.duet.sip.internal.rfc7044;

import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.sip.internal.rfc3261.OptionTags;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.stack.NameAddr;
import dev.duet.sip.internal.stack.Sip;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request was to reach on its way (RFC 7044; in RFC 4244's form, too). What is not understood is left out. Pure.
 */
public final class HistoryInfo {

    /** The header's name. */
    public static final String NAME = "History-Info";

    /** Asks for those of others. */
    public static final String OPTION = "histinfo";

    private static final int MOST = 20;
    private static final int LONGEST = 2000;
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,5}(?:\\.[0-9]{1,5}){0,9}");
    private static final Pattern CAUSE = Pattern.compile("(?i).*?[;?]\\s*cause\\s*=\\s*([0-9]{1,3})\\b.*");
    private static final Pattern TEXT = Pattern.compile("(?i).*?;\\s*text\\s*=\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\".*");

    /** What of Privacy means the whole header (RFC 7044 10.1.2). */
    private static final Set<String> HIDING = Set.of("history", "header", "session");

    private HistoryInfo() {}

    /** What a message tells, in the order of the indices: a request of its way, a response of that of its request. */
    public static List<CallHop> of(Message message) {
        List<String> values = Sip.values(message, NAME);
        if (values.isEmpty()) {
            return List.of();
        }
        boolean hidden = OptionTags.in(message, "Privacy").anyMatch(HistoryInfo::isHidden);
        List<CallHop> hops = new ArrayList<>();
        for (NameAddr entry : NameAddr.in(values, MOST)) {
            String index = entry.parameters().getOrDefault("index", "");
            if (INDEX.matcher(index).matches()) {
                hops.add(hop(entry, index, hidden));
            }
        }
        hops.sort(Comparator.comparing(CallHop::index, HistoryInfo::compare));
        return hops;
    }

    /** Tells in a response what its request told, to whoever asks for it, unless it is too much. */
    public static void repeat(Message request, Message response) {
        List<String> values = Sip.values(request, NAME);
        int length = values.stream().mapToInt(String::length).sum();
        if (length > 0 && length <= LONGEST && OptionTags.contains(request, "Supported", OPTION)) {
            values.forEach(value -> response.addHeader(Sip.opaqueHeader(NAME, value)));
        }
    }

    private static CallHop hop(NameAddr entry, String index, boolean hidden) {
        String[] parts = entry.uri().split("\\?", 2);
        List<String> headers = parts.length < 2 ? List.of() : List.of(parts[1].split("&", MOST));
        String reason = header(headers, "reason");
        boolean anonymous = hidden || isHidden(header(headers, "privacy"));
        Address address = anonymous ? null : Hidden.unless(Uris.address(parts[0]));
        String name = address == null ? "" : entry.name();
        Matcher text = TEXT.matcher(reason);
        return new CallHop(
                CallHop.Source.HISTORY_INFO,
                address,
                name,
                index,
                status(reason, parts[0]),
                text.matches() ? text.group(1).replaceAll("\\\\(.)", "$1") : "");
    }

    private static boolean isHidden(String privacy) {
        return Arrays.stream(privacy.toLowerCase(Locale.ROOT).split("[;,]"))
                .map(String::strip)
                .anyMatch(HIDING::contains);
    }

    /** By the reason, else by the parameter of the URI that followed it (RFC 4458, RFC 8119). */
    private static int status(String reason, String uri) {
        Predicate<Matcher> status =
                matcher -> matcher.matches() && matcher.group(1).matches("[1-6][0-9]{2}");
        Matcher cause = CAUSE.matcher(reason);
        if (reason.regionMatches(true, 0, "SIP", 0, 3) && status.test(cause)) {
            return Integer.parseInt(cause.group(1));
        }
        Matcher parameter = CAUSE.matcher(uri);
        return status.test(parameter) ? Integer.parseInt(parameter.group(1)) : 0;
    }

    private static String header(List<String> headers, String name) {
        for (String header : headers) {
            int equals = header.indexOf('=');
            if (equals > 0 && header.substring(0, equals).equalsIgnoreCase(name)) {
                String value = decoded(header.substring(equals + 1));
                return value == null ? "" : value.strip();
            }
        }
        return "";
    }

    private static @Nullable String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** By the numbers, each station before those that it led to. */
    private static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String index) {
        return Arrays.stream(index.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
