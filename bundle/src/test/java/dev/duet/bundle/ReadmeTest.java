package dev.duet.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    @Test
    void theTenLinesOfTheReadmeAreThoseOfTheConsumer() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String consumer = Files.readString(Path.of("src/it/consumer/src/main/java/hello/TenLines.java"));
        int start = readme.indexOf("```java\n") + "```java\n".length();
        String lines = readme.substring(start, readme.indexOf("```", start));
        String body =
                consumer.substring(consumer.indexOf("        try (Account alice"), consumer.indexOf("    }\n}\n"));
        assertEquals(body.stripTrailing().stripIndent() + "\n", lines);
        assertTrue(lines.lines().count() <= 11, "ten lines and a closing brace");
    }
}
