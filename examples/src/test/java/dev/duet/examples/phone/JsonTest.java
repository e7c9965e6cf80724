package dev.duet.examples.phone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {

    @Test
    void writes_texts_numbers_truth_lists_and_objects_on_one_line() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "x");
        object.put("number", 1.5);
        object.put("whole", 7L);
        object.put("true", true);
        object.put("list", List.of("a", 1));
        object.put("object", Map.of("b", false));
        object.put("none", Double.NaN);

        assertEquals(
                "{\"text\":\"x\",\"number\":1.5,\"whole\":7,\"true\":true,\"list\":[\"a\",1],\"object\":{\"b\":false},"
                        + "\"none\":null}",
                Json.of(object));
    }

    @Test
    void escapes_what_would_end_a_text_or_a_line() {
        assertEquals(
                "{\"a\":\"\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u0085\\u2028é😀\"}",
                Json.of(Map.of("a", "\"\\\n\r\t\0\u001b\u0085\u2028é😀")));
    }
}
