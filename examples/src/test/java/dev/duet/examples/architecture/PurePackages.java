package dev.duet.examples.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** The code that is a function of its input: what the time is and what comes next, others tell it. */
final class PurePackages {

    private static final Set<String> PURE_CLASSES = Set.of(
            "dev.duet.internal.call.CallMachine",
            "dev.duet.internal.call.Forwarding",
            "dev.duet.internal.call.CallModel",
            "dev.duet.internal.call.CallInput",
            "dev.duet.internal.call.CallEffect",
            "dev.duet.internal.contact.AddressInput",
            "dev.duet.internal.conversation.Changes",
            "dev.duet.internal.conversation.Copies",
            "dev.duet.internal.conversation.Stamps",
            "dev.duet.internal.conversation.Timeline",
            "dev.duet.internal.contact.Grouping",
            "dev.duet.internal.contact.Identities",
            "dev.duet.internal.contact.Numbers",
            "dev.duet.internal.contact.Realm",
            "dev.duet.internal.contact.SearchText",
            "dev.duet.internal.rule.CallRuling",
            "dev.duet.xmpp.internal.jingle.JingleMachine",
            "dev.duet.xmpp.internal.jingle.JingleModel",
            "dev.duet.xmpp.internal.jingle.JingleInput",
            "dev.duet.xmpp.internal.jingle.JingleEffect",
            "dev.duet.xmpp.internal.jingle.Changes",
            "dev.duet.xmpp.internal.jingle.Contents",
            "dev.duet.xmpp.internal.jingle.Proposals",
            "dev.duet.xmpp.internal.jingle.Reasons",
            "dev.duet.xmpp.internal.jingle.Received",
            "dev.duet.xmpp.internal.jingle.Roles",
            "dev.duet.xmpp.internal.jingle.TracedStanza");

    static final DescribedPredicate<JavaClass> PURE = resideInAnyPackage(
                    "dev.duet.model..", "dev.duet.internal.presence..", "dev.duet.internal.route..")
            .or(DescribedPredicate.describe(
                    "the machines of calls and the merge of contacts", type -> PURE_CLASSES.stream()
                            .anyMatch(name -> type.getName().equals(name)
                                    || type.getName().startsWith(name + "$"))))
            .as("are pure");

    static final DescribedPredicate<JavaClass> THREADS = DescribedPredicate.describe(
            "are threads or run tasks on them",
            type -> type.isAssignableTo(Thread.class)
                    || type.isAssignableTo(Executor.class)
                    || type.isAssignableTo(ThreadFactory.class));

    private static final Set<String> CLOCK_READERS = Set.of("now", "currentTimeMillis", "nanoTime");

    static final DescribedPredicate<JavaMethodCall> READS_THE_CLOCK = DescribedPredicate.describe(
            "the clock is read",
            call -> call.getTargetOwner().getPackageName().startsWith("java.") && CLOCK_READERS.contains(call.getName())
                    || call.getTargetOwner().isAssignableTo(Clock.class)
                            && (call.getName().startsWith("system")
                                    || call.getName().startsWith("tick")));

    private PurePackages() {}
}
