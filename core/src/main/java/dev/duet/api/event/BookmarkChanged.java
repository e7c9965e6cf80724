package dev.duet.api.event;

import dev.duet.api.DuetEvent;
import dev.duet.api.Room;
import dev.duet.model.Bookmark;
import org.jspecify.annotations.Nullable;

/**
 * What the user's server keeps in mind of a room changed, by this device or another; or it became known.
 *
 * @param room which room
 * @param before null for nothing
 * @param after null for nothing any more
 */
public record BookmarkChanged(
        Room room, @Nullable Bookmark before, @Nullable Bookmark after) implements DuetEvent {}
