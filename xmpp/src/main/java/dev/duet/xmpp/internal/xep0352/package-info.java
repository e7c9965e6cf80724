/** Whether the user looks at the application (XEP-0352). */
@NullMarked
package dev.duet.xmpp.internal.xep0352;

import org.jspecify.annotations.NullMarked;
