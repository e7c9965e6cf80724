package dev.duet.internal.account;

import dev.duet.internal.block.RefusedCall;
import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.Bookmark;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.LinkState;
import dev.duet.model.MessageSummary;
import dev.duet.model.Mood;
import dev.duet.model.PersonClaim;
import dev.duet.model.PresenceFragment;
import dev.duet.model.Protocol;
import dev.duet.model.RoomState;
import dev.duet.model.RosterEntry;
import dev.duet.model.Tune;
import dev.duet.model.VCard;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import dev.duet.spi.LinkAnswer;
import dev.duet.spi.LinkListener;
import dev.duet.spi.Referral;
import dev.duet.spi.RoomFact;
import dev.duet.spi.UploadSlot;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves what one half tells to the loop, and to where it belongs. */
record LinkFacts(Protocol protocol, AccountControl account) implements LinkListener {

    private void onLoop(Runnable task) {
        account.loop().execute(task);
    }

    private boolean isBlocked(Address from) {
        return account.blockList().blocks(from);
    }

    @Override
    public void state(LinkState state) {
        onLoop(() -> account.linkMoved(protocol, state));
    }

    @Override
    public void completed(long operation) {
        onLoop(() -> account.operations().end(operation, null));
    }

    @Override
    public void failed(long operation, Failure failure) {
        onLoop(() -> account.operations().end(operation, failure));
    }

    @Override
    public void answered(long operation, LinkAnswer answer) {
        onLoop(() -> account.operations().answer(operation, answer));
    }

    @Override
    public void slot(long operation, UploadSlot slot) {
        onLoop(() -> account.operations().answer(operation, slot));
    }

    @Override
    public CallLeg.Listener incoming(CallLeg leg, Arrival arrival) {
        if (isBlocked(arrival.from())) {
            onLoop(() -> leg.end(EndReason.of(EndReason.Kind.DECLINED, EndReason.By.LOCAL)));
            return new RefusedCall();
        }
        return account.incoming(protocol, leg, arrival);
    }

    @Override
    public void referred(Address from, Referral referral) {
        if (isBlocked(from)) {
            onLoop(referral::refuse);
        } else {
            onLoop(() -> account.transfers().requested(from, referral));
        }
    }

    @Override
    public void message(IncomingMessage message) {
        if (!message.own() && isBlocked(message.from())) {
            onLoop(() -> account.stackLink(protocol)
                    .ifPresent(link -> link.received(message.from(), message.id(), Link.Reception.UNWANTED)));
            return;
        }
        onLoop(() -> {
            Address other = message.own() ? message.to() : message.from();
            account.conversationBook().received(account.people().somebody(other), message, protocol);
        });
    }

    @Override
    public void delivery(String messageId, Delivery delivery) {
        onLoop(() -> account.conversationBook().delivery(protocol, messageId, delivery));
    }

    @Override
    public void readElsewhere(Address with, String messageId) {
        onLoop(() -> account.conversationBook().readElsewhere(account.people().somebody(with), messageId));
    }

    @Override
    public void messageSummary(Address mailbox, MessageSummary summary) {
        onLoop(() -> account.messageSummary(protocol, mailbox, summary));
    }

    @Override
    public void chatState(Address from, ChatState state) {
        if (!isBlocked(from)) {
            onLoop(() -> account.conversationBook().chatState(account.people().somebody(from), state));
        }
    }

    @Override
    public void presence(PresenceFragment fragment) {
        onLoop(() -> account.people().presence(fragment));
    }

    @Override
    public void presenceGone(Address contact, PresenceFragment.Source source) {
        onLoop(() -> account.people().presenceGone(contact, source));
    }

    @Override
    public void roster(List<RosterEntry> entries) {
        onLoop(() -> {
            account.people().roster(entries);
            account.vCards().listed(entries.stream().map(RosterEntry::address).toList());
        });
    }

    @Override
    public void rosterEntry(RosterEntry entry) {
        onLoop(() -> {
            account.people().entry(entry);
            account.vCards().listed(List.of(entry.address()));
        });
    }

    @Override
    public void rosterEntryRemoved(Address contact) {
        onLoop(() -> account.people().entryRemoved(contact));
    }

    @Override
    public void claims(Address by, PersonClaim.Kind kind, Set<Address> of) {
        onLoop(() -> account.people().claims(by, kind, of));
    }

    @Override
    public void blockList(Set<Address> blocked) {
        onLoop(() -> account.blocks().serverList(blocked));
    }

    @Override
    public void nickname(Address of, String nickname) {
        onLoop(() -> account.people().nickname(of, nickname));
    }

    @Override
    public void avatarAnnounced(Address of, String id) {
        onLoop(() -> account.people().avatar(of, id));
    }

    @Override
    public void mood(Address of, @Nullable Mood mood) {
        onLoop(() -> account.people().mood(of, mood));
    }

    @Override
    public void tune(Address of, @Nullable Tune tune) {
        onLoop(() -> account.people().tune(of, tune));
    }

    @Override
    public void vCard(Address of, VCard vCard) {
        onLoop(() -> account.profileControl().told(of, vCard));
    }

    @Override
    public void avatar(Address of, Avatar avatar) {
        onLoop(() -> account.profileControl().told(of, avatar));
    }

    @Override
    public void lastActivity(Address of, Instant at) {
        onLoop(() -> account.profileControl().told(of, at));
    }

    @Override
    public void bookmarks(List<Bookmark> bookmarks) {
        onLoop(() -> account.roomBook().bookmarked(bookmarks));
    }

    @Override
    public void room(Address room, RoomFact fact) {
        if (fact instanceof RoomFact.Invited invited && isBlocked(invited.from())) {
            return;
        }
        onLoop(() -> {
            account.roomBook().told(room, fact);
            if (fact instanceof RoomFact.State now && now.state().phase() != RoomState.Phase.JOINED) {
                account.conversationBook().interrupted(account.people().somebody(room));
            }
        });
    }

    @Override
    public void contactRequest(Address from, String note) {
        if (!isBlocked(from)) {
            onLoop(() -> account.contactRequest(from, note));
        }
    }

    @Override
    public void capabilities(Address device, Set<Capability> capabilities) {
        onLoop(() -> account.people().capabilities(device, capabilities));
    }
}
