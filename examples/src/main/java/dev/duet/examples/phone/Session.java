package dev.duet.examples.phone;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.api.TransferRequest;
import dev.duet.api.event.CallStateChanged;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.TransferRequested;
import dev.duet.model.CallPhase;
import dev.duet.model.DuetException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One account at work: runs commands, and tells what happens meanwhile. */
final class Session implements AutoCloseable {

    /** How long a command may take. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Account account;
    private final Sound sound;
    private final boolean autoAnswer;
    private final Printer printer;
    private final Waiter waiter = new Waiter();
    private volatile @Nullable TransferRequest transferRequest;
    private volatile @Nullable Call last;
    private volatile boolean left;

    private Session(Account account, Sound sound, boolean autoAnswer, Printer printer) {
        this.account = account;
        this.sound = sound;
        this.autoAnswer = autoAnswer;
        this.printer = printer;
    }

    /** A session that listens to the account from now on; the account stays its caller's to connect. */
    static Session open(Account account, Sound sound, boolean autoAnswer, Printer printer) {
        Session session = new Session(account, sound, autoAnswer, printer);
        account.on(DuetEvent.class, session::happened);
        return session;
    }

    /**
     * Runs a command, and tells what it came to.
     *
     * @return whether it succeeded
     */
    boolean execute(String line) {
        String text = line.strip();
        try {
            Command command = Commands.named(text.split("\\s+", 2)[0]);
            List<String> arguments = command.split(text.substring(command.name().length()));
            if (command.acts()) {
                waiter.forget();
            }
            printer.success(text, command.action().run(this, arguments));
            return true;
        } catch (CommandFailure e) {
            printer.failure(text, e);
        } catch (DuetException e) {
            printer.failure(text, new CommandFailure(Hints.words(e.failure()), e.failure()));
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException e) {
            printer.failure(text, new CommandFailure(String.valueOf(e.getMessage())));
        }
        return false;
    }

    private void happened(DuetEvent event) {
        if (event instanceof IncomingCall incoming) {
            sound.connect(incoming.call());
            if (autoAnswer) {
                incoming.call().answer(); // how that ends, the call's events tell
            }
        }
        if (event instanceof CallStateChanged changed) {
            last = changed.call();
        }
        if (event instanceof TransferRequested asked) {
            transferRequest = asked.request();
        }
        Events.of(event).ifPresent(told -> {
            printer.event(told);
            waiter.add(told);
        });
    }

    Account account() {
        return account;
    }

    Sound sound() {
        return sound;
    }

    /** What the other side of a call, or somebody else, asked for last. */
    TransferRequest transferRequest() {
        TransferRequest request = transferRequest;
        if (request == null) {
            throw new CommandFailure("Nobody wants to transfer a call; \"wait transfer-asked\" waits for that.");
        }
        return request;
    }

    /** The newest call that rings here. */
    Call incoming() {
        return newest(call -> call.phase() == CallPhase.INCOMING, "Nobody calls; \"wait incoming\" waits for a call.");
    }

    /** The newest call that does not ring here. */
    Call current() {
        return newest(
                call -> call.phase() != CallPhase.INCOMING,
                "There is no call; \"call ADDRESS\" makes one"
                        + (account.calls().isEmpty() ? "." : ", \"answer\" takes one."));
    }

    /** The newest call. */
    Call newest() {
        return newest(call -> true, "There is no call; \"call ADDRESS\" makes one.");
    }

    /** The newest call, or, while there is none, the one that ended last. */
    Call last() {
        List<Call> calls = account.calls();
        Call ended = last;
        return calls.isEmpty() && ended != null ? ended : newest();
    }

    private Call newest(Predicate<Call> which, String otherwise) {
        return account.calls().stream()
                .filter(call -> call.phase() != CallPhase.ENDED)
                .filter(which)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new CommandFailure(otherwise));
    }

    /** Waits for what an operation comes to. */
    <T> T await(CompletableFuture<T> operation, Duration limit) {
        try {
            return operation.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DuetException failed) {
                throw failed;
            }
            throw new CommandFailure(String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            throw new CommandFailure("No answer within " + Seconds.text(limit) + ".");
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    <T> T await(CompletableFuture<T> operation) {
        return await(operation, LIMIT);
    }

    /** Waits for an event. */
    PhoneEvent await(Predicate<PhoneEvent> wanted, Predicate<PhoneEvent> hopeless, Duration limit) {
        try {
            return waiter.await(wanted, hopeless, limit);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Lets time pass. */
    void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static CommandFailure interrupted() {
        Thread.currentThread().interrupt();
        return new CommandFailure("The time is up.");
    }

    /** No further command is wanted. */
    void leave() {
        left = true;
    }

    /** Whether {@code quit} was said. */
    boolean hasLeft() {
        return left;
    }

    /** Hangs up and signs out, within 5 s. */
    @Override
    public void close() {
        account.close();
    }
}
