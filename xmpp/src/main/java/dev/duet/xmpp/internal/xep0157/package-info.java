/** Contact addresses of services (XEP-0157). */
@NullMarked
package dev.duet.xmpp.internal.xep0157;

import org.jspecify.annotations.NullMarked;
