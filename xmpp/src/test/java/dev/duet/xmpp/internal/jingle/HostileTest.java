package dev.duet.xmpp.internal.jingle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0353.CallMessage;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, at whatever moment: one reply, and no exception. */
class HostileTest {

    private static List<JingleModel> moments() {
        Two proposed = new Two(true);
        List<JingleModel> moments = new ArrayList<>();
        moments.add(proposed.alice.model);
        moments.add(proposed.bob.model);
        proposed.alice.does(new JingleInput.Begin());
        moments.add(proposed.alice.model);
        proposed.bob.does(new JingleInput.Accept());
        proposed.run();
        moments.add(proposed.alice.model);
        moments.add(proposed.bob.model);
        Two pending = new Two(false);
        moments.add(pending.bob.model);
        pending.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        pending.run();
        moments.add(pending.alice.model);
        moments.add(pending.bob.model);
        Two talking = Two.talking();
        moments.add(talking.alice.model);
        moments.add(talking.bob.model);
        talking.alice.does(new JingleInput.Offer(Descriptions.audio("alice-2")));
        talking.bob.does(new JingleInput.Offer(Descriptions.audio("bob-1", dev.duet.model.MediaDirection.SENDONLY)));
        moments.add(talking.alice.model);
        moments.add(talking.bob.model);
        talking.run();
        moments.add(talking.bob.model);
        talking.alice.does(new JingleInput.End(
                dev.duet.model.EndReason.of(dev.duet.model.EndReason.Kind.HANGUP, dev.duet.model.EndReason.By.LOCAL)));
        moments.add(talking.alice.model);
        return moments;
    }

    private static void assertOneReply(JingleModel model, Jingle jingle) {
        Step step = JingleMachine.step(
                model, new JingleInput.Got(jingle, model.who().peer()));
        long replies = step.effects().stream()
                .filter(JingleEffect.Reply.class::isInstance)
                .count();
        assertEquals(1, replies, jingle + " at " + model.phase());
        assertTrue(step.effects().get(0) instanceof JingleEffect.Reply, "the reply comes first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webrtc-offer", "webrtc-answer", "raw-udp", "video-and-file"})
    void everyRequestGetsOneReplyAtEveryMoment(String name) {
        List<Xml> all = new ArrayList<>();
        GoldenTest.spoil(XmlText.parse(XmlText.resource(name + ".xml")), all);
        List<Jingle> readable = new ArrayList<>();
        for (Xml each : all) {
            try {
                readable.add(Jingle.read(each));
            } catch (JingleException e) {
                // has its bad-request before there is a session
            }
        }
        for (JingleModel moment : moments()) {
            for (int i = 0; i < readable.size(); i++) {
                Action action = Action.values()[i % Action.values().length];
                Jingle jingle = readable.get(i);
                assertOneReply(moment, jingle);
                assertOneReply(
                        moment,
                        new Jingle(
                                action,
                                jingle.sid(),
                                jingle.initiator(),
                                jingle.responder(),
                                jingle.contents(),
                                jingle.reason(),
                                jingle.payload()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void emptyRequestsGetOneReplyAtEveryMoment(Action action) {
        for (JingleModel moment : moments()) {
            if (action != Action.TRANSPORT_REPLACE) { // has a content, or is refused before
                assertOneReply(moment, Jingle.of(action, "sid", Two.ALICE));
            }
        }
    }

    @Test
    void everyMessageIsHarmlessAtEveryMoment() {
        for (JingleModel moment : moments()) {
            for (CallMessage.Kind kind : CallMessage.Kind.values()) {
                for (boolean own : List.of(true, false)) {
                    CallMessage message = CallMessage.of(kind, "sid");
                    JingleMachine.step(
                            moment, new JingleInput.Heard(message, moment.who().peer(), own));
                    JingleMachine.step(moment, new JingleInput.Heard(message, Two.BOB.withResource("other"), own));
                }
            }
        }
    }
}
