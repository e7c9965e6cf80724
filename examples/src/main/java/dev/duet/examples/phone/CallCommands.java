package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.model.Address;
import dev.duet.model.CallQuality;
import dev.duet.model.CallRecord;
import dev.duet.model.EndReason;
import dev.duet.model.Route;
import dev.duet.model.WireDetail;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands about calls. */
final class CallCommands {

    /** What those statuses mean that mean something else than a refusal. */
    private static final Map<Integer, EndReason.Kind> REJECTIONS = Map.of(
            486, EndReason.Kind.BUSY,
            600, EndReason.Kind.BUSY,
            480, EndReason.Kind.UNREACHABLE,
            404, EndReason.Kind.NOT_FOUND,
            604, EndReason.Kind.NOT_FOUND,
            410, EndReason.Kind.NOT_FOUND,
            488, EndReason.Kind.INCOMPATIBLE,
            606, EndReason.Kind.INCOMPATIBLE);

    static final List<Command> ALL = List.of(
            Command.act(
                    "call",
                    CallWishes.ARGUMENTS,
                    "call somebody; \"wait connected\" waits for the answer. MODE is auto or manual; auto! or manual!"
                            + " is to fail rather than to be answered otherwise",
                    CallCommands::call),
            Command.act(
                    "answer",
                    "[CODE]",
                    "take the call that rings; 183: only be heard; with a code of 400 or more, reject it",
                    CallCommands::answer),
            Command.act(
                    "reject",
                    "[CODE]",
                    "turn it away: 603 declined (the default), 486 busy, or another SIP status from 400 to 699",
                    CallCommands::reject),
            Command.act(
                    "redirect",
                    "ADDRESS [CODE]",
                    "send the caller to somebody else: 302 (the default), 301 or 300",
                    CallCommands::redirect),
            Command.act("hangup", "", "end the call", CallCommands::hangup),
            Command.act("hold", "", "put the other side on hold", CallCommands::hold),
            Command.act("resume", "", "go on after hold", CallCommands::resume),
            Command.act("dtmf", "DIGITS", "press keys: 0-9, A-D, * and #", CallCommands::dtmf),
            Command.act("mute", "", "send silence", (session, none) -> mute(session, true)),
            Command.act("unmute", "", "send sound again", (session, none) -> mute(session, false)),
            Command.look(
                    "conference",
                    "",
                    "tell who takes part in the call, where a conference tells",
                    CallCommands::conference),
            Command.look("calls", "", "list the calls", CallCommands::calls),
            Command.look("log", "", "list the last 20 calls that are over", CallCommands::log),
            Command.look("quality", "", "tell how well the call's sound does", CallCommands::quality));

    private CallCommands() {}

    private static Outcome call(Session session, List<String> arguments) {
        CallWishes wishes = CallWishes.parse(arguments);
        Call call = session.account().call(wishes.address(), wishes.options());
        session.sound().connect(call);
        return Outcome.of("", new Fields().with("call", call.id()).with("remote", call.remote()));
    }

    private static Outcome answer(Session session, List<String> arguments) {
        int code = arguments.isEmpty() ? 200 : code(arguments.get(0));
        if (code >= 300) {
            return reject(session, arguments);
        }
        Call call = session.incoming();
        if (code == 180) {
            return Outcome.of("It rings: the caller was told when the call came in.", Fields.of(call));
        }
        if (code == 183) {
            session.await(call.progress());
            return Outcome.of("The caller hears this side.", Fields.of(call));
        }
        if (code != 200) {
            throw new CommandFailure("answer " + code + ": write \"answer\", \"answer 183\" to be heard before that,"
                    + " or a code of 400 or more to reject.");
        }
        return Outcome.of("", Fields.of(session.await(call.answer())));
    }

    private static Outcome reject(Session session, List<String> arguments) {
        if (arguments.isEmpty()) {
            return ended(session.await(session.incoming().reject()));
        }
        int code = code(arguments.get(0));
        if (code < 400) {
            throw new CommandFailure("A call is rejected by a status from 400 to 699, unlike " + code + ".");
        }
        EndReason.Kind kind = REJECTIONS.getOrDefault(code, EndReason.Kind.DECLINED);
        return ended(session.await(session.incoming().reject(kind, WireDetail.sip(code, ""))));
    }

    private static Outcome redirect(Session session, List<String> arguments) {
        Address to = Address.parse(arguments.get(0));
        int code = arguments.size() > 1 ? code(arguments.get(1)) : 302;
        return ended(session.await(session.incoming().forward(WireDetail.sip(code, ""), to)));
    }

    private static Outcome hangup(Session session, List<String> none) {
        return ended(session.await(session.newest().hangup()));
    }

    private static Outcome hold(Session session, List<String> none) {
        session.await(session.current().hold());
        return Outcome.DONE;
    }

    private static Outcome resume(Session session, List<String> none) {
        session.await(session.current().resume());
        return Outcome.DONE;
    }

    private static Outcome dtmf(Session session, List<String> arguments) {
        session.current().dtmf(arguments.get(0).toUpperCase(Locale.ROOT));
        return Outcome.DONE;
    }

    private static Outcome mute(Session session, boolean muted) {
        session.current().media().mute(muted);
        return Outcome.DONE;
    }

    private static Outcome calls(Session session, List<String> none) {
        List<Call> calls = session.account().calls();
        String text = calls.stream()
                .map(call -> "  " + Fields.word(call.phase()) + "  " + Events.who(call)
                        + call.route().map(CallCommands::by).orElse(""))
                .collect(Collectors.joining("\n"));
        return Outcome.of(
                calls.isEmpty() ? "No calls." : text,
                new Fields()
                        .with(
                                "calls",
                                calls.stream()
                                        .map(call -> Fields.of(call).map())
                                        .toList()));
    }

    private static Outcome conference(Session session, List<String> none) {
        Call call = session.current();
        return Outcome.of(Conferences.tell(call), Conferences.of(call));
    }

    private static String by(Route route) {
        return " by " + route.protocol();
    }

    private static Outcome quality(Session session, List<String> none) {
        Call call = session.current();
        CallQuality quality = call.media().quality();
        String text = String.format(
                Locale.ROOT,
                "  %s: sent %d, received %d, lost %d, discarded %d, concealed %.1f %%, jitter %.1f ms, delay %d ms",
                quality.codec().isEmpty() ? "no codec yet" : quality.codec(),
                quality.packetsSent(),
                quality.packetsReceived(),
                quality.packetsLost(),
                quality.packetsDiscarded(),
                quality.concealed() * 100,
                quality.jitter().toNanos() / 1e6,
                quality.playoutDelay().toMillis());
        return Outcome.of(text, new Fields().with("call", call.id()).with(Fields.of(quality)));
    }

    private static Outcome ended(EndReason reason) {
        return new Outcome("", Fields.of(reason).map());
    }

    private static int code(String text) {
        if (!text.matches("[1-6]\\d\\d")) {
            throw new CommandFailure("\"" + text + "\" is no SIP status code, such as 486");
        }
        return Integer.parseInt(text);
    }

    private static Outcome log(Session session, List<String> none) {
        List<CallRecord> calls = session.await(session.account().callLog().latest(20));
        String text = calls.stream()
                .map(call -> "  " + call.began() + " " + Fields.word(call.outcome()) + " " + call.name() + " "
                        + call.remote().uri() + ", " + call.talkTime().toSeconds() + " s")
                .collect(Collectors.joining("\n"));
        List<Map<String, Object>> fields =
                calls.stream().map(call -> fields(call).map()).toList();
        return Outcome.of(calls.isEmpty() ? "No call yet." : text, new Fields().with("calls", fields));
    }

    private static Fields fields(CallRecord call) {
        return new Fields()
                .with("call", call.id())
                .with("remote", call.remote())
                .with("outcome", call.outcome())
                .with("began", call.began().toString())
                .with("talk_ms", call.talkTime().toMillis())
                .with(Fields.of(call.end()));
    }
}
