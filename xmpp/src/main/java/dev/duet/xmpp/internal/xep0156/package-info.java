/** XEP-0156: other ways to a server, as its domain tells by HTTPS. */
@NullMarked
package dev.duet.xmpp.internal.xep0156;

import org.jspecify.annotations.NullMarked;
