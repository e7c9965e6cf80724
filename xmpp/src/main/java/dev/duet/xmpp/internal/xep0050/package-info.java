/** Commands that services offer (XEP-0050). */
@NullMarked
package dev.duet.xmpp.internal.xep0050;

import org.jspecify.annotations.NullMarked;
