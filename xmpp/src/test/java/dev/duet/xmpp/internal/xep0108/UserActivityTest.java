package dev.duet.xmpp.internal.xep0108;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Activity;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UserActivityTest {

    private static Xml in(Xml... activities) {
        Xml.Builder parent = Xml.element("presence", Xml.CLIENT);
        for (Xml activity : activities) {
            parent.add(activity);
        }
        return parent.build();
    }

    @Property
    void readsWhatItWrote(@ForAll Set<Activity> activities) {
        Set<Activity> expressible = EnumSet.noneOf(Activity.class);
        expressible.addAll(activities);
        expressible.remove(Activity.BUSY);
        Xml.Builder parent = Xml.element("presence", Xml.CLIENT).addAll(UserActivity.write(activities));
        assertEquals(expressible, UserActivity.readAll(parent.build()));
    }

    @Test
    void aSinglePlaceGoesToThePhoneFirst() {
        Xml one = UserActivity.writeOne(Set.of(Activity.MEAL, Activity.ON_THE_PHONE));
        assertEquals(Set.of(Activity.ON_THE_PHONE), UserActivity.readAll(in(one)));
        assertTrue(UserActivity.writeOne(Set.of()).children().isEmpty());
    }

    @Test
    void ignoresWhatDoesNotMatterToACaller() {
        Xml gaming = Xml.element("activity", UserActivity.NAMESPACE)
                .add(Xml.element("relaxing", UserActivity.NAMESPACE)
                        .add(Xml.empty("gaming", UserActivity.NAMESPACE))
                        .build())
                .add("text", "Go")
                .build();
        assertEquals(Set.of(), UserActivity.readAll(in(gaming, Xml.empty("activity", UserActivity.NAMESPACE))));
    }
}
