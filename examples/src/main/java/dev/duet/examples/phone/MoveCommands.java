package dev.duet.examples.phone;

import dev.duet.api.Call;
import dev.duet.api.TransferRequest;
import dev.duet.model.CallPhase;
import java.time.Duration;
import java.util.List;

/** Commands that have calls go on elsewhere, or come here, and those that only try what the other side makes of it. */
final class MoveCommands {

    /** A transfer lasts until the new callee answers. */
    private static final Duration TRANSFER_LIMIT = Duration.ofSeconds(90);

    static final List<Command> ALL = List.of(
            Command.act("transfer", "ADDRESS", "let the other side call somebody else instead", MoveCommands::transfer),
            Command.act(
                    "attended",
                    "",
                    "let the other sides of the last two calls talk with each other instead",
                    MoveCommands::attended),
            Command.act(
                    "follow",
                    "",
                    "call whom the other side wants to be called; with --transfers ask",
                    MoveCommands::follow),
            Command.act("stay", "", "do not call whom the other side wants to be called", MoveCommands::stay),
            Command.act("park", "ADDRESS", "have somebody keep the call until it is retrieved", MoveCommands::park),
            Command.act("pickup", "ADDRESS", "take the call that rings at somebody's", MoveCommands::pickUp),
            Command.act("retrieve", "ADDRESS", "take the call that is parked at somebody's", MoveCommands::retrieve),
            Command.act("reinvite", "", "offer the media again as they are, by INVITE", MoveCommands::reinvite),
            Command.act("update", "", "offer the media again as they are, by UPDATE", MoveCommands::update));

    private MoveCommands() {}

    private static Outcome transfer(Session session, List<String> arguments) {
        session.await(session.current().transfer(arguments.get(0)), TRANSFER_LIMIT);
        return Outcome.DONE;
    }

    private static Outcome attended(Session session, List<String> none) {
        List<Call> calls = session.account().calls().stream()
                .filter(call -> call.phase() == CallPhase.ACTIVE)
                .toList();
        if (calls.size() < 2) {
            throw new CommandFailure("There are not two calls that are connected; \"call ADDRESS\" makes another.");
        }
        Call consultation = calls.get(calls.size() - 1);
        session.await(calls.get(calls.size() - 2).transfer(consultation), TRANSFER_LIMIT);
        return Outcome.DONE;
    }

    private static Outcome follow(Session session, List<String> none) {
        TransferRequest request = session.transferRequest();
        Call call = request.accept();
        if (request.call().isEmpty()) {
            session.sound().connect(call); // else that of the call before goes over
        }
        return made(call);
    }

    private static Outcome stay(Session session, List<String> none) {
        session.transferRequest().reject();
        return Outcome.DONE;
    }

    private static Outcome park(Session session, List<String> arguments) {
        session.await(session.current().park(arguments.get(0)), TRANSFER_LIMIT);
        return Outcome.DONE;
    }

    private static Outcome pickUp(Session session, List<String> arguments) {
        return taken(session, session.account().pickUp(arguments.get(0)));
    }

    private static Outcome retrieve(Session session, List<String> arguments) {
        return taken(session, session.account().retrieve(arguments.get(0)));
    }

    private static Outcome taken(Session session, Call call) {
        session.sound().connect(call);
        return made(session.await(call.connected()));
    }

    private static Outcome made(Call call) {
        return Outcome.of("", new Fields().with("call", call.id()).with("remote", call.remote()));
    }

    private static Outcome reinvite(Session session, List<String> none) {
        session.await(session.current().reinvite());
        return Outcome.DONE;
    }

    private static Outcome update(Session session, List<String> none) {
        session.await(session.current().update());
        return Outcome.DONE;
    }
}
