/** XEP-0177: Jingle Raw UDP Transport Method. */
@NullMarked
package dev.duet.xmpp.internal.xep0177;

import org.jspecify.annotations.NullMarked;
