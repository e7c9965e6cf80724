package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.Mood;
import dev.duet.model.Tune;
import dev.duet.spi.LinkListener;
import dev.duet.xmpp.internal.parts.Part;
import dev.duet.xmpp.internal.xep0107.Moods;
import dev.duet.xmpp.internal.xep0118.Tunes;
import dev.duet.xmpp.internal.xep0152.Reachability;
import dev.duet.xmpp.internal.xep0163.Pep;
import dev.duet.xmpp.internal.xep0163.PersonalNode;
import dev.duet.xmpp.internal.xep0172.Nicknames;
import java.util.List;
import java.util.function.Predicate;

/** What people tell of themselves in nodes of their accounts (XEP-0163), and what is no more than told on. */
record PersonalNodes(
        Nicknames nicknames, PersonalNode<Mood> moods, PersonalNode<Tune> tunes, Reachability reachability) {

    static PersonalNodes of(Pep pep, LinkListener listener, Predicate<Address.Xmpp> watched) {
        return new PersonalNodes(
                new Nicknames(pep, listener, watched),
                new PersonalNode<>(pep, listener, watched, Moods.CODEC, listener::mood),
                new PersonalNode<>(pep, listener, watched, Tunes.CODEC, listener::tune),
                new Reachability(pep, listener, watched));
    }

    List<Part> parts() {
        return List.of(nicknames, moods, tunes, reachability);
    }
}
