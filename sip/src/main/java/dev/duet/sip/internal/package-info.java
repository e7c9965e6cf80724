/** The SIP half, on JAIN-SIP. Nothing here is for applications. */
@NullMarked
package dev.duet.sip.internal;

import org.jspecify.annotations.NullMarked;
