package dev.duet.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewestTest {

    @Test
    void theOldestGoes() {
        Map<String, Integer> map = Newest.map(2);
        map.put("a", 1);
        map.put("b", 2);
        map.put("a", 3);
        map.get("a");
        map.put("c", 4);
        assertEquals(Map.of("b", 2, "c", 4), map);

        Set<String> set = Newest.set(2);
        set.addAll(List.of("a", "b", "c"));
        assertEquals(Set.of("b", "c"), set);
    }

    @Test
    void whatIsUsedStays() {
        Map<String, Integer> map = Newest.mapByUse(2);
        map.put("a", 1);
        map.put("b", 2);
        map.get("a");
        map.put("c", 3);
        assertEquals(Map.of("a", 1, "c", 3), map);
    }

    @Test
    void thereIsRoomForOne() {
        assertThrows(IllegalArgumentException.class, () -> Newest.map(0));
    }
}
