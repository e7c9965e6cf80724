/**
 * SDP text to and from {@link dev.duet.model.SessionDescription}: RFC 8866 with the attributes of RFC 3551, 3605, 4145,
 * 4568, 4585, 5576, 5761, 5888, 8122, 8285, 8839, 8840 and 8842.
 *
 * <p>What the model has no field for stays in {@link dev.duet.model.MediaDescription#attributes()}: unknown attributes
 * under their own name, and other lines of a media section under the letter with its equals sign, such as {@code b=}.
 */
@NullMarked
package dev.duet.sip.internal.rfc8866;

import org.jspecify.annotations.NullMarked;
