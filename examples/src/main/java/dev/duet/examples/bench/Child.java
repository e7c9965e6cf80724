package dev.duet.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for a part of {@code bench xmpp}, which is told what to do line by line and ends with its input. */
final class Child implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;
    private final PrintWriter orders;

    private Child(Process process) {
        this.process = process;
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static Child start(List<String> jvm, List<String> arguments) throws IOException {
        List<String> told = new ArrayList<>(List.of("xmpp"));
        told.addAll(arguments);
        return new Child(Jvm.bench(jvm, told)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Tells it to do something; the answer is its next line, in words. */
    String[] ask(String order) throws IOException {
        orders.println(order);
        return hear();
    }

    /** Its next line, in words. */
    String[] hear() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IllegalStateException("A JVM of the bench ended by itself");
        }
        return line.split(" ");
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
