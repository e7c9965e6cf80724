package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Closes the phones that a test made, and holds them to the rules. */
abstract class WithPhones {

    @TempDir
    Path folder;

    Phones phones;

    @AfterEach
    void close() {
        if (phones != null) {
            assertEquals(List.of(), phones.server.violations());
            phones.close();
        }
    }
}
