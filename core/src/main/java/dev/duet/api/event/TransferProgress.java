package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.WireDetail;

/**
 * The other side of a call tells how far it has come with a transfer that this side asked for: 100 when it begins, 180
 * when it rings there, and so on (RFC 3515 2.4.4). How it ended, the transfer's future tells.
 *
 * @param call the call that is being transferred
 * @param progress a SIP status and its words
 */
public record TransferProgress(Call call, WireDetail progress) implements DuetEvent {}
