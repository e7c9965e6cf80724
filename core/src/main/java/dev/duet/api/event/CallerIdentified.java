package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.Contacts;
import dev.duet.api.DuetEvent;
import java.util.Optional;

/**
 * It is known better than before who is at the other side of a call, or that it is not who it seemed: a cue was
 * confirmed, for example.
 *
 * @param call the call, which is not over
 * @param match {@link Call#identity()} now
 */
public record CallerIdentified(Call call, Optional<Contacts.Match> match) implements DuetEvent {}
