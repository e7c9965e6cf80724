package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.model.Conference;
import dev.duet.model.Conference.Device;
import dev.duet.model.Conference.Participant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How it is told who takes part in a conference. */
final class Conferences {

    private Conferences() {}

    static String tell(Call call) {
        return call.conference()
                .map(conference -> Events.who(call) + " is a conference" + tell(conference))
                .orElseGet(() -> Events.who(call) + " is no conference");
    }

    private static String tell(Conference conference) {
        String about = conference.subject().isEmpty() ? conference.name() : conference.subject();
        List<Participant> all = conference.participants();
        String who = all.stream().map(Conferences::line).collect(Collectors.joining());
        return (about.isEmpty() ? "" : " about " + Events.printable(about))
                + (all.isEmpty() ? "; who takes part is not told" : ":" + who);
    }

    private static String line(Participant participant) {
        String name = participant.name().isEmpty() ? participant.entity() : participant.name();
        String roles = participant.roles().isEmpty() ? "" : ", " + String.join(", ", participant.roles());
        String how = participant.devices().stream()
                .map(device -> Fields.word(device.status()).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return "\n  " + Events.printable(name + roles) + (how.isEmpty() ? "" : ": " + how);
    }

    static Fields of(Call call) {
        Fields fields = new Fields().with("call", call.id());
        call.conference().ifPresent(conference -> fields.with("subject", conference.subject())
                .with("title", conference.name())
                .with(
                        "participants",
                        conference.participants().stream().map(Conferences::of).toList()));
        return fields.with("conference", call.conference().isPresent());
    }

    private static Map<String, Object> of(Participant participant) {
        return new Fields()
                .with("entity", participant.entity())
                .with("name", participant.name())
                .with("roles", participant.roles().isEmpty() ? null : participant.roles())
                .with("connected", participant.isConnected())
                .with(
                        "statuses",
                        participant.devices().stream().map(Device::status).toList())
                .map();
    }
}
