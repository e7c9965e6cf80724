/** The sandbox as an extension of JUnit 5, for users who have JUnit on their class path. */
@org.jspecify.annotations.NullMarked
package dev.duet.sandbox.junit;
