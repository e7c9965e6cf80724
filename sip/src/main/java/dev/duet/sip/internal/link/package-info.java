/** The SIP half of an account: signing in, staying signed in, and handing requests to those who know about them. */
@NullMarked
package dev.duet.sip.internal.link;

import org.jspecify.annotations.NullMarked;
