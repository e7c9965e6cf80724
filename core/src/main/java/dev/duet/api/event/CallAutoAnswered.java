package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;

/**
 * An incoming call is answered by itself, as its caller wished ({@link dev.duet.model.CallDetails#autoAnswer()}) and
 * the account's rules allow. {@link IncomingCall} came before; the call goes on as if the user had answered it.
 *
 * @param call the call
 * @param why which rule allows it, as a sentence for people
 */
public record CallAutoAnswered(Call call, String why) implements DuetEvent {}
