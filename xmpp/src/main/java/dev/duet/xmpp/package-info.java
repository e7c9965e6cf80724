/** The XMPP half of Duet, on Smack: what {@link java.util.ServiceLoader} needs, and nothing else. */
@org.jspecify.annotations.NullMarked
package dev.duet.xmpp;
