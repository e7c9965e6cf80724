/** SIP messages: strict parser, serializer and the parts of RFC 3261 section 20 that a server looks at. */
@NullMarked
package dev.duet.sandbox.internal.sip.message;

import org.jspecify.annotations.NullMarked;
