package dev.duet.examples.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link NatCaller} in a process of its own. */
final class NatCallerProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final PrintStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Deque<String> unanswered = new ArrayDeque<>();
    private int count;

    private NatCallerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers of " + log.getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    static NatCallerProcess start(Path folder, String name, List<String> command) {
        try {
            Path log = Files.createTempFile(folder, name, ".log");
            return new NatCallerProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add("failed " + e);
        }
    }

    /** Says a command whose answer {@link #answer()} takes. */
    void say(Object... words) {
        StringBuilder line = new StringBuilder(Integer.toString(++count));
        unanswered.add(line.toString());
        for (Object word : words) {
            line.append(' ').append(word);
        }
        commands.println(line);
    }

    /** What came of the oldest command that has no answer yet: within 110 s. */
    String answer() {
        String number = unanswered.remove();
        try {
            String answer = answers.poll(110, TimeUnit.SECONDS);
            if (answer == null || !answer.startsWith(number + " ")) {
                throw new IllegalStateException("Answered " + answer + "\n" + log());
            }
            String text = answer.substring(number.length() + 1);
            if (text.startsWith("failed ")) {
                throw new IllegalStateException(text + "\n" + log());
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets what was asked before go unanswered. */
    void forget() {
        while (!unanswered.isEmpty()) {
            try {
                answer();
            } catch (IllegalStateException told) {
                continue; // with the test that left it
            }
        }
    }

    /** Says a command and waits for what comes of it. */
    String ask(Object... words) {
        say(words);
        return answer();
    }

    /** What it has logged. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(8, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
