package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.auth.DigestSettings;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.registrar.RegistrarSettings;
import dev.duet.sandbox.internal.sip.transaction.TimerValues;
import dev.duet.sandbox.internal.sip.transport.Flow;
import java.util.function.BiFunction;

/**
 * How the server behaves.
 *
 * @param challenge whether requests of own users other than REGISTER are asked for credentials
 * @param presence whether there is an event server
 * @param hook may answer any new request in the server's place
 */
public record Settings(
        String domain,
        DigestSettings digest,
        RegistrarSettings registrar,
        TimerValues timers,
        boolean challenge,
        boolean recordRoute,
        boolean presence,
        BiFunction<SipRequest, Flow, Hooked> hook) {}
