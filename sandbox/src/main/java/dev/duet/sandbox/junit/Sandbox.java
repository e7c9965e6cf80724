package dev.duet.sandbox.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a running {@link dev.duet.sandbox.DuetSandbox} with people in it.
 *
 * <pre>{@code
 * @Sandbox(users = {"alice", "bob"})
 * class PhoneTest {
 *     @Test
 *     void alice_registers(DuetSandbox sandbox, SandboxUser alice) { ... }
 * }
 * }</pre>
 *
 * <p>On a class there is one sandbox for all its tests and those of its nested classes, on the same ports from the
 * first to the last. Before each test it is {@linkplain dev.duet.sandbox.DuetSandbox#reset() made as new}: no
 * registration, session, roster, stored message or wire of an earlier test is left. Tests of such a class must not run
 * at the same time as each other (they do not, unless JUnit is told to). On a method there is one sandbox for that test
 * alone, in place of the class's.
 *
 * <p>Parameters of tests, life cycle methods and constructors may be of the types {@code DuetSandbox},
 * {@code SipServer}, {@code XmppServer}, {@code DnsServer}, {@code TestAuthority} and {@code SandboxUser}; which person
 * is meant is told by {@link Named} or by the parameter's name, the latter in classes compiled with
 * {@code -parameters}.
 *
 * <p>When a test fails, what the servers saw during it is printed to the standard output, without credentials.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SandboxExtension.class)
public @interface Sandbox {

    /**
     * Who has an account in each test.
     *
     * @return names as in {@link dev.duet.sandbox.SandboxUser#name()}; passwords are made up
     */
    String[] users() default {};

    /**
     * The domain of servers and people.
     *
     * @return a domain name in lower case
     */
    String domain() default "example.com";

    /**
     * The seed of the wires' decisions.
     *
     * @return any number
     */
    long seed() default 1;

    /**
     * Whether a test fails if its clients broke a rule of their protocol, though it would have passed.
     *
     * @return true to have the servers' {@code violations()} count
     */
    boolean strict() default false;
}
