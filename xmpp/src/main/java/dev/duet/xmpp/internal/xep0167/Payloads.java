package dev.duet.xmpp.internal.xep0167;

import dev.duet.model.PayloadType;
import dev.duet.model.PayloadType.Feedback;
import dev.duet.xmpp.internal.xep0166.Fields;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Payload types with their parameters (XEP-0167 5.1) and feedback (XEP-0293). Pure. */
final class Payloads {

    private static final String FEEDBACK = "urn:xmpp:jingle:apps:rtp:rtcp-fb:0";
    private static final String INTERVAL = "trr-int";

    private Payloads() {}

    static List<PayloadType> read(Xml description) throws JingleException {
        List<Feedback> forAll = feedback(description);
        List<PayloadType> payloads = new ArrayList<>();
        Set<Integer> ids = new LinkedHashSet<>();
        for (Xml element : description.children("payload-type", RtpDescription.NAMESPACE)) {
            PayloadType payload = payload(element, forAll);
            if (ids.add(payload.id())) {
                payloads.add(payload);
            }
        }
        return payloads;
    }

    private static PayloadType payload(Xml element, List<Feedback> forAll) throws JingleException {
        int id = (int) Fields.number(element, "id", 0, 127);
        PayloadType usual = StaticPayloads.find(id);
        String name = element.attribute("name", "").strip();
        if (name.isEmpty()) {
            if (usual == null) {
                throw new JingleException("no name of a dynamic payload type");
            }
            name = usual.name();
        }
        boolean isUsual = usual != null && usual.name().equalsIgnoreCase(name);
        int rate = (int) Fields.number(element, "clockrate", 0, Integer.MAX_VALUE, isUsual ? usual.clockRate() : 0);
        int channels = (int) Fields.number(element, "channels", 1, 255, isUsual ? usual.channels() : 1);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Xml parameter : element.children("parameter", RtpDescription.NAMESPACE)) {
            parameters.put(parameter.attribute("name", "").strip(), parameter.attribute("value", ""));
        }
        Set<Feedback> feedback = new LinkedHashSet<>(feedback(element));
        feedback.addAll(forAll);
        return new PayloadType(id, name, rate, channels, parameters, List.copyOf(feedback));
    }

    private static List<Feedback> feedback(Xml parent) throws JingleException {
        List<Feedback> feedback = new ArrayList<>();
        for (Xml child : parent.children()) {
            if (child.is("rtcp-fb", FEEDBACK)) {
                feedback.add(new Feedback(Fields.required(child, "type"), child.attribute("subtype", "")));
            } else if (child.is("rtcp-fb-trr-int", FEEDBACK)) {
                long millis = Fields.number(child, "value", 0, Integer.MAX_VALUE);
                feedback.add(new Feedback(INTERVAL, Long.toString(millis)));
            }
        }
        return feedback;
    }

    static Xml write(PayloadType payload, int ptime, int maxptime) {
        Xml.Builder element = Xml.element("payload-type", RtpDescription.NAMESPACE)
                .attribute("id", Integer.toString(payload.id()))
                .attribute("name", payload.name().isEmpty() ? null : payload.name())
                .attribute("clockrate", number(payload.clockRate()))
                .attribute("channels", payload.channels() == 1 ? null : Integer.toString(payload.channels()))
                .attribute("ptime", number(ptime))
                .attribute("maxptime", number(maxptime));
        payload.parameters()
                .forEach((name, value) -> element.add(Xml.element("parameter", RtpDescription.NAMESPACE)
                        .attribute("name", name)
                        .attribute("value", value)
                        .build()));
        payload.feedback().forEach(feedback -> element.add(write(feedback)));
        return element.build();
    }

    private static @org.jspecify.annotations.Nullable String number(int value) {
        return value == 0 ? null : Integer.toString(value);
    }

    private static Xml write(Feedback feedback) {
        if (feedback.type().equals(INTERVAL)) {
            return Xml.element("rtcp-fb-trr-int", FEEDBACK)
                    .attribute("value", feedback.subtype())
                    .build();
        }
        return Xml.element("rtcp-fb", FEEDBACK)
                .attribute("type", feedback.type())
                .attribute("subtype", feedback.subtype().isEmpty() ? null : feedback.subtype())
                .build();
    }
}
