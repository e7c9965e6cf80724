package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource({
        "tea.txt,tea.txt",
        "tea & biscuits ü.png,tea & biscuits ü.png",
        "../../etc/passwd,passwd",
        "..\\..\\boot.ini,boot.ini",
        ".bashrc,bashrc",
        "..,''",
        "a/,''",
        "' . tea . ',tea",
        "con.txt,_con.txt",
        "LPT1,_LPT1",
        "a:b|c?.txt,a_b_c_.txt",
        "tea\u202Etxt.exe,teatxt.exe",
        "a\u0001b\u007Fc,abc"
    })
    void aNameIsFitForAFileSystem(String name, String safe) {
        assertEquals(safe, FileName.safe(name));
    }

    @Property
    void aSafeNameIsInItsFolderAndStaysAsItIs(@ForAll String name) {
        String safe = FileName.safe(name);
        assertEquals(safe, FileName.safe(safe));
        assertTrue(safe.getBytes(StandardCharsets.UTF_8).length <= FileName.MOST_BYTES + 1);
        assertFalse(safe.startsWith("."));
        Path folder = Path.of("folder");
        if (!safe.isEmpty()) {
            assertEquals(folder, folder.resolve(safe).normalize().getParent());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/a/tea%20x.png,tea x.png",
        "https://example.org/..%2F..%2Fpasswd,passwd",
        "https://example.org/,file",
        "https://example.org,file",
        "urn:x,file"
    })
    void aFileWithoutANameHasThatOfItsPlace(URI uri, String name) {
        assertEquals(name, new Attachment(uri, "").fileName());
    }
}
