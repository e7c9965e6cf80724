/** The SIP half of Duet: RFC 3261 and what goes with it, on JAIN-SIP. Adding the jar to the class path is enough. */
@NullMarked
package dev.duet.sip;

import org.jspecify.annotations.NullMarked;
