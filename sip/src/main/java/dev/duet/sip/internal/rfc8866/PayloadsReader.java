package dev.duet.sip.internal.rfc8866;

import dev.duet.model.PayloadType;
import dev.duet.model.PayloadType.Feedback;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the payload types of a section from its {@code m=} line, rtpmap, fmtp and rtcp-fb. */
final class PayloadsReader {

    private static final String ALL = "*";

    private final List<Integer> ids = new ArrayList<>();
    private final Map<Integer, String> encodings = new LinkedHashMap<>();
    private final Map<Integer, Map<String, String>> parameters = new LinkedHashMap<>();
    private final List<Map.Entry<String, Feedback>> feedback = new ArrayList<>();

    void formats(List<String> formats) throws SdpException {
        for (String format : formats) {
            int id = id(format);
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }
    }

    void rtpmap(String value) throws SdpException {
        int space = value.indexOf(' ');
        if (space < 0) {
            throw new SdpException("bad rtpmap");
        }
        encodings.put(id(value.substring(0, space)), value.substring(space + 1).strip());
    }

    void fmtp(String value) throws SdpException {
        int space = value.indexOf(' ');
        String format = space < 0 ? value : value.substring(0, space);
        if (!format.matches("[0-9]{1,3}")) {
            return; // of a medium that is no RTP
        }
        Map<String, String> map = parameters.computeIfAbsent(id(format), any -> new LinkedHashMap<>());
        for (String part : (space < 0 ? "" : value.substring(space + 1)).split(";")) {
            String parameter = part.strip();
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                map.put(
                        parameter.substring(0, equals).strip(),
                        parameter.substring(equals + 1).strip());
            } else if (!parameter.isEmpty()) {
                map.merge("", parameter, (one, other) -> one + ";" + other);
            }
        }
    }

    void feedback(String value) throws SdpException {
        String[] parts = value.split(" +", 3);
        if (parts.length < 2) {
            throw new SdpException("bad rtcp-fb");
        }
        feedback.add(Map.entry(parts[0], new Feedback(parts[1], parts.length == 3 ? parts[2] : "")));
    }

    List<PayloadType> read() throws SdpException {
        List<PayloadType> payloads = new ArrayList<>();
        for (int id : ids) {
            String encoding = encodings.get(id);
            PayloadType plain = encoding == null ? StaticPayloads.of(id) : StaticPayloads.encoded(id, encoding);
            payloads.add(new PayloadType(
                    id,
                    plain.name(),
                    plain.clockRate(),
                    plain.channels(),
                    parameters.getOrDefault(id, Map.of()),
                    feedback.stream()
                            .filter(entry ->
                                    entry.getKey().equals(ALL) || entry.getKey().equals(Integer.toString(id)))
                            .map(Map.Entry::getValue)
                            .toList()));
        }
        return payloads;
    }

    private static int id(String text) throws SdpException {
        return Numbers.parse(text, 0, 127, "payload type");
    }
}
