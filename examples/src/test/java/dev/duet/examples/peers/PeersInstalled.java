package dev.duet.examples.peers;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips tests whose peers are not installed, unless peers are required: then it fails them. */
final class PeersInstalled implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), NeedsPeers.class)
                .map(needs -> Arrays.stream(needs.value())
                        .filter(name -> !installed(name))
                        .toList())
                .orElse(List.of());
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("All peers are installed");
        }
        if ("required".equals(System.getenv("DUET_PEERS"))) {
            throw new IllegalStateException("DUET_PEERS=required, but not installed: " + missing);
        }
        return ConditionEvaluationResult.disabled("Not installed: " + missing);
    }

    private static boolean installed(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> new File(folder, program))
                .anyMatch(File::canExecute);
    }
}
