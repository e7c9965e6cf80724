/** XEP-0215: External Service Discovery. */
@NullMarked
package dev.duet.xmpp.internal.xep0215;

import org.jspecify.annotations.NullMarked;
