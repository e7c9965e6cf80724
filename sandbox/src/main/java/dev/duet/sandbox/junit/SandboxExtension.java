package dev.duet.sandbox.junit;

import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.Users;
import dev.duet.sandbox.XmppServer;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Does what {@link Sandbox} says; made by JUnit. */
public final class SandboxExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    /** A running sandbox, and whose context closes it. */
    private record Running(DuetSandbox sandbox, Sandbox wishes, String owner) {}

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SandboxExtension.class);

    private static final Map<Class<?>, Function<DuetSandbox, Object>> PARTS = Map.of(
            DuetSandbox.class, sandbox -> sandbox,
            SipServer.class, DuetSandbox::sip,
            XmppServer.class, DuetSandbox::xmpp,
            DnsServer.class, DuetSandbox::dns,
            TestAuthority.class, DuetSandbox::authority,
            Users.class, DuetSandbox::users);

    /** Called by JUnit. */
    public SandboxExtension() {
        // All state is in JUnit's store, as JUnit asks for.
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Running known = store(context).get(Running.class, Running.class);
        if (known == null || !known.owner().equals(context.getUniqueId())) {
            startForClass(context);
        }
    }

    private static void startForClass(ExtensionContext context) {
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Sandbox.class)
                .ifPresent(wishes -> start(context, wishes));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Optional<Sandbox> own = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Sandbox.class);
        if (own.isPresent()) {
            start(context, own.get());
        } else {
            Running running = running(context);
            running.sandbox().reset();
            addPeople(running);
        }
    }

    private static void start(ExtensionContext context, Sandbox wishes) {
        DuetSandbox sandbox = DuetSandbox.builder()
                .domain(wishes.domain())
                .seed(wishes.seed())
                .build();
        Running running = new Running(sandbox, wishes, context.getUniqueId());
        store(context).put(Running.class, running);
        addPeople(running);
    }

    private static void addPeople(Running running) {
        for (String name : running.wishes().users()) {
            running.sandbox().addUser(name, name + "-secret");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Running running = store(context).get(Running.class, Running.class);
        if (running == null) {
            // It did not start, which JUnit has been told.
            return;
        }
        try {
            List<String> violations = running.sandbox().violations();
            boolean broken = running.wishes().strict() && !violations.isEmpty();
            if (broken || context.getExecutionException().isPresent()) {
                tell(context, running.sandbox().log());
            }
            if (broken && context.getExecutionException().isEmpty()) {
                throw new AssertionError("Clients broke the rules:\n" + String.join("\n", violations));
            }
        } finally {
            closeIfOwned(context);
        }
    }

    private static void tell(ExtensionContext context, String log) {
        String title = context.getRequiredTestClass().getSimpleName() + " > " + context.getDisplayName();
        System.out.println("==== What the sandbox saw during " + title + "\n" + log + "==== End of " + title);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeIfOwned(context);
    }

    private static void closeIfOwned(ExtensionContext context) {
        Running running = store(context).get(Running.class, Running.class);
        if (running != null && running.owner().equals(context.getUniqueId())) {
            store(context).remove(Running.class);
            running.sandbox().close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == SandboxUser.class || PARTS.containsKey(type);
    }

    @Override
    public Object resolveParameter(ParameterContext context, ExtensionContext extension) {
        DuetSandbox sandbox = running(extension).sandbox();
        Parameter parameter = context.getParameter();
        Function<DuetSandbox, Object> part = PARTS.get(parameter.getType());
        return part != null
                ? part.apply(sandbox)
                : person(sandbox, parameter, context.findAnnotation(Named.class).orElse(null));
    }

    private static SandboxUser person(DuetSandbox sandbox, Parameter parameter, @Nullable Named named) {
        if (named == null && !parameter.isNamePresent()) {
            throw new ParameterResolutionException("Which person is meant by " + parameter
                    + "? Put @Named on it, or compile the test with -parameters");
        }
        String name = named == null ? parameter.getName() : named.value();
        return sandbox.users()
                .find(name)
                .orElseThrow(() -> new ParameterResolutionException(
                        "There is no " + name + " among " + names(sandbox) + ": name it in @Sandbox(users = ...)"));
    }

    private static String names(DuetSandbox sandbox) {
        return sandbox.users().all().stream().map(SandboxUser::name).collect(Collectors.joining(", ", "[", "]"));
    }

    private static Running running(ExtensionContext context) {
        Running running = store(context).get(Running.class, Running.class);
        if (running == null) {
            // A constructor of a class with one instance for all tests is called before anything else.
            startForClass(context);
            running = store(context).get(Running.class, Running.class);
        }
        if (running == null) {
            throw new ParameterResolutionException(
                    "No sandbox runs here: put @Sandbox on the class, or use it in the annotated method alone");
        }
        return running;
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
