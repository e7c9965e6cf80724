package dev.duet.examples.peers;

import dev.duet.model.IceServer;
import dev.duet.model.Protocol;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.util.List;

/**
 * Calls by one protocol from {@code alice}, who is one program, to {@code bob}, who is another.
 *
 * @param caller where alice is
 * @param callee where bob is
 * @param says what both say
 * @param folder for what they hear
 */
record NatLine(Protocol protocol, NatCallerProcess caller, NatCallerProcess callee, Path says, Path folder) {

    /** What both servers of calls are: where they listen, and who issued their certificates. */
    record Servers(Prosody prosody, Kamailio kamailio, Path turnAuthority) {

        private NatAccount account(Protocol protocol, String user, String host, List<IceServer> servers) {
            return protocol == Protocol.SIP
                    ? new NatAccount(user, true, host, kamailio.tlsPort(), kamailio.authority(), turnAuthority, servers)
                    : new NatAccount(user, false, host, prosody.port(), prosody.authority(), turnAuthority, servers);
        }
    }

    /** Signs both in at a server's address. */
    void signIn(Servers at, String host, List<IceServer> servers) {
        caller.say("sign-in", at.account(protocol, "alice", host, servers).line());
        callee.ask("sign-in", at.account(protocol, "bob", host, servers).line());
        caller.answer();
        if (protocol == Protocol.XMPP) {
            // Calls are for devices that are known to take them.
            caller.ask("meet", "bob@" + XmppPeer.DOMAIN);
            callee.ask("meet", "alice@" + XmppPeer.DOMAIN);
        }
    }

    /** One call; what came of it at bob, and at alice. */
    List<String> call() {
        begin();
        return outcome();
    }

    /** Calls, and waits for nothing. */
    void begin() {
        callee.ask("answer-next", says, heardBy("bob"));
        String bob = protocol == Protocol.SIP ? "sip:bob@" + Kamailio.DOMAIN : "bob@" + XmppPeer.DOMAIN;
        caller.say("call", bob, says, heardBy("alice"));
    }

    /** What came of the call at bob, and at alice. */
    List<String> outcome() {
        String took = callee.ask("taken");
        return List.of(took, caller.answer());
    }

    void talk(int millis) {
        callee.say("talk", millis);
        caller.ask("talk", millis);
        callee.answer();
    }

    /** Lets alice hang up; how bob's call ended. */
    String hangUp() {
        caller.ask("hang-up");
        return callee.ask("ended");
    }

    /** How much of what the other one said in the last call somebody heard. */
    double heard(String user) {
        return SpeechCheck.compare(says, heardBy(user)).following();
    }

    private Path heardBy(String user) {
        return folder.resolve(protocol.name() + "-" + user + ".wav");
    }

    String warnings() {
        return caller.ask("warnings");
    }

    @Override
    public String toString() {
        return protocol == Protocol.SIP ? "SIP" : "Jingle";
    }
}
