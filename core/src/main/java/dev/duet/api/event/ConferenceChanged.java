package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.Conference;
import java.util.Optional;

/**
 * The other side of a call became a conference, or told something else of who takes part, or is none any more.
 *
 * @param call the call
 * @param conference what {@link Call#conference()} is from now on
 */
public record ConferenceChanged(Call call, Optional<Conference> conference) implements DuetEvent {}
