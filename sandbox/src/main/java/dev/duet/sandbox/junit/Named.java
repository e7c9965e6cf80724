package dev.duet.sandbox.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which of the people of a {@link Sandbox} a parameter stands for, where its own name does not tell. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Named {

    /**
     * The person.
     *
     * @return one of {@link Sandbox#users()}
     */
    String value();
}
