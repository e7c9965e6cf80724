package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.model.WireDetail;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.jingle.JingleModel.Sides;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0166.JingleException;
import dev.duet.xmpp.internal.xep0166.Party;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Two machines, and the wire between them, on which everything goes through text. */
final class Two {

    static final Address.Xmpp ALICE = Address.xmpp("alice@x.org/desk");
    static final Address.Xmpp BOB = Address.xmpp("bob@x.org/phone");

    final Side alice;
    final Side bob;
    private final Queue<Runnable> wire = new ArrayDeque<>();

    Two(boolean proposed) {
        alice = new Side(
                "Alice",
                ALICE,
                JingleModel.of(
                        new Sides(Party.INITIATOR, "sid", ALICE, proposed ? BOB.bare() : BOB, proposed, true),
                        Phase.NEW));
        bob = new Side(
                "Bob",
                BOB,
                JingleModel.of(
                        new Sides(Party.RESPONDER, "sid", BOB, ALICE, proposed, true),
                        proposed ? Phase.PROPOSED : Phase.NEW));
        alice.other = bob;
        bob.other = alice;
    }

    /** A session that both took. */
    static Two talking() {
        Two two = new Two(false);
        two.alice.does(new JingleInput.Offer(Descriptions.audio("alice-1")));
        two.run();
        two.bob.does(new JingleInput.Answer(Descriptions.audio("bob-1")));
        two.bob.does(new JingleInput.Accept());
        two.run();
        two.alice.facts.clear();
        two.bob.facts.clear();
        two.alice.said.clear();
        two.bob.said.clear();
        return two;
    }

    /** Delivers everything, and what follows from it. */
    void run() {
        for (Runnable next = wire.poll(); next != null; next = wire.poll()) {
            next.run();
        }
    }

    /** One side, its facts, and what it said on the wire. */
    final class Side {
        final String name;
        final Address.Xmpp address;
        final List<Fact> facts = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        JingleModel model;
        Side other;

        Side(String name, Address.Xmpp address, JingleModel model) {
            this.name = name;
            this.address = address;
            this.model = model;
        }

        void does(JingleInput input) {
            step(input, null);
        }

        private void step(JingleInput input, Runnable none) {
            handle(input, new ArrayList<>());
        }

        private JingleError handle(JingleInput input, List<Boolean> replied) {
            Step step = JingleMachine.step(model, input);
            model = step.model();
            JingleError error = null;
            for (JingleEffect effect : step.effects()) {
                if (effect instanceof JingleEffect.Reply reply) {
                    replied.add(true);
                    error = reply.error();
                } else if (effect instanceof JingleEffect.Tell tell) {
                    facts.add(tell.fact());
                } else if (effect instanceof JingleEffect.Say say) {
                    said.add(say.message().kind().name().toLowerCase());
                    wire.add(() -> other.does(new JingleInput.Heard(say.message(), address, false)));
                } else if (effect instanceof JingleEffect.Request request) {
                    said.add(describe(request.jingle()));
                    send(request);
                }
            }
            return error;
        }

        private String describe(Jingle jingle) {
            String senders = jingle.contents().isEmpty()
                    ? ""
                    : " " + jingle.contents().get(0).senders().wire();
            return jingle.action().wire()
                    + (jingle.action().wire().equals("content-modify") ? senders : "")
                    + (jingle.payload().isEmpty() || !jingle.action().wire().equals("session-info")
                            ? ""
                            : " " + jingle.payload().get(0).name())
                    + (jingle.reason() == null ? "" : " " + jingle.reason().condition());
        }

        private void send(JingleEffect.Request request) {
            String text = request.jingle().write().toString();
            wire.add(() -> {
                try {
                    Jingle jingle = Jingle.read(XmlText.parse(text));
                    List<Boolean> replied = new ArrayList<>();
                    JingleError error = other.handle(new JingleInput.Got(jingle, address), replied);
                    if (replied.size() != 1) {
                        throw new AssertionError(replied.size() + " replies to " + text);
                    }
                    Failure failure = error == null ? null : failure(error);
                    wire.add(() -> does(new JingleInput.Done(request.purpose(), failure)));
                } catch (JingleException e) {
                    throw new AssertionError(text, e);
                }
            });
        }

        /** What the call is told last of that kind. */
        <F extends Fact> F last(Class<F> type) {
            return facts.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new AssertionError("No " + type.getSimpleName() + " in " + facts));
        }

        boolean told(Class<? extends Fact> type) {
            return facts.stream().anyMatch(type::isInstance);
        }

        /** Answers what was offered last as somebody does who wants that. */
        void answersAs(String ufrag, dev.duet.model.MediaDirection wish) {
            SessionDescription offer = last(Fact.Offered.class).offer();
            facts.removeIf(fact -> fact instanceof Fact.Offered);
            does(new JingleInput.Answer(Descriptions.audio(ufrag, wish.within(Descriptions.direction(offer)))));
        }
    }

    static Failure failure(JingleError error) {
        String condition =
                switch (error) {
                    case BAD_REQUEST -> "bad-request";
                    case NO_SUCH_CONTENT, UNKNOWN_SESSION -> "item-not-found";
                    case OUT_OF_ORDER -> "unexpected-request";
                    case TIE_BREAK -> "conflict";
                    case UNSUPPORTED_INFO -> "feature-not-implemented";
                    case NOT_FOR_YOU -> "service-unavailable";
                };
        return new Failure(
                Failure.Kind.REFUSED,
                Failure.Origin.PEER,
                Failure.Retry.NEVER,
                "refused",
                WireDetail.xmpp(condition, ""));
    }
}
