/** Sign-in in one exchange (XEP-0388), with what comes along: resources (XEP-0386), resumption, tokens. */
@NullMarked
package dev.duet.xmpp.internal.xep0388;

import org.jspecify.annotations.NullMarked;
