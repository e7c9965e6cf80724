package dev.duet.sip.internal.call;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.sip.internal.rfc3261.RequestBuilder;
import dev.duet.sip.internal.rfc3261.Uris;
import dev.duet.sip.internal.rfc3261.UserAgent;
import dev.duet.sip.internal.rfc3863.DialogEntry;
import dev.duet.sip.internal.rfc3863.DialogInfo;
import dev.duet.sip.internal.rfc3891.Replaces;
import dev.duet.sip.internal.rfc6665.Fetch;
import dev.duet.sip.internal.xml.XmlException;
import dev.duet.spi.CallLeg;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call that somebody else has: asks for their dialogs (RFC 4235), and invites the other side of one, which is
 * to replace it (RFC 5359 2.15 and 2.16). On the loop.
 */
final class Pickup implements Errand {

    private final UserAgent agent;
    private final String at;
    private final boolean ringing;
    private final CallLeg.Listener listener;
    private @Nullable Fetch fetch;
    private @Nullable Replaces replaces;

    /**
     * Nothing is asked yet.
     *
     * @param ringing true for a call that is not answered there, false for one that is
     */
    Pickup(UserAgent agent, Address at, boolean ringing, CallLeg.Listener listener) {
        this.agent = agent;
        this.at = Uris.target(at, agent.self());
        this.ringing = ringing;
        this.listener = listener;
    }

    @Override
    public void locate(String target, Locator locator) {
        Fetch asked = new Fetch(agent, at, "dialog", DialogInfo.MEDIA_TYPE, new Fetch.Listener() {
            @Override
            public void told(byte[] body) {
                chosen(body)
                        .ifPresentOrElse(
                                entry -> found(entry, locator),
                                () -> locator.failed(new EndReason(
                                        Kind.NOT_FOUND,
                                        By.REMOTE,
                                        ringing ? "No call rings there" : "No call waits there",
                                        null)));
            }

            @Override
            public void failed(Failure failure) {
                locator.failed(EndReasons.ofFailure(failure, false));
            }
        });
        fetch = asked;
        asked.begin();
    }

    private Optional<DialogEntry> chosen(byte[] body) {
        if (body.length == 0) {
            return Optional.empty();
        }
        try {
            return DialogEntry.read(body).stream()
                    .filter(entry -> ringing
                            ? entry.called() && entry.state().equals("early")
                            : entry.state().equals("confirmed"))
                    .filter(entry -> remote(entry).isPresent())
                    .findFirst();
        } catch (XmlException e) {
            return Optional.empty();
        }
    }

    /** As for transfers: their device where its contact is known to be of use to others, else their address. */
    private static Optional<Address> remote(DialogEntry entry) {
        String best = Transfer.reachable(entry.target(), entry.identity());
        return Uris.address(best).filter(address -> !(address instanceof Address.Xmpp));
    }

    private void found(DialogEntry entry, Locator locator) {
        replaces = new Replaces(entry.callId(), entry.remoteTag(), entry.localTag(), ringing);
        Address remote = remote(entry).orElseThrow();
        listener.identified(Uris.address(entry.identity()).orElse(remote).bare());
        locator.found(Uris.target(remote, agent.self()));
    }

    @Override
    public void abandon() {
        if (fetch != null) {
            fetch.cancel();
        }
    }

    @Override
    public void describe(RequestBuilder invite) {
        if (replaces != null) {
            invite.header(Replaces.NAME, replaces.value()).header("Require", Replaces.OPTION);
        }
    }

    @Override
    public void progressed(int status, String phrase) {
        // the listener of the call is told
    }

    @Override
    public void finished(int status, String phrase) {
        // the listener of the call is told
    }
}
