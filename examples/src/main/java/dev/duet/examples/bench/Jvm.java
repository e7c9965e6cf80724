package dev.duet.examples.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs of their own for parts of a bench. */
final class Jvm {

    private Jvm() {}

    /** What starts one with the same Java and classes: a bench, and what it is told. */
    static ProcessBuilder bench(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.duet.examples.Main", "bench"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
