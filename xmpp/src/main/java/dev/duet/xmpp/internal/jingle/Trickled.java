package dev.duet.xmpp.internal.jingle;

import dev.duet.model.IceCandidate;
import org.jspecify.annotations.Nullable;

/** A candidate of a medium, or, for null, word that none follows. */
record Trickled(String mediaId, @Nullable IceCandidate candidate) {}
