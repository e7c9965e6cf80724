package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.model.AccountConfig;
import dev.duet.model.Availability;
import dev.duet.model.Trust;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Signing in with many contacts. */
final class ContactListFigures {

    private static final long PATIENCE_SECONDS = 120;
    private static final int TIMES = 5;

    private ContactListFigures() {}

    /** Signs in with a new account, which knows no contact list, and again, which has the server's version of it. */
    static void tell(XmppPlace place, int contacts, int online, PrintWriter out) throws Exception {
        try (CountingRelay relay = CountingRelay.start(place.port(), 0)) {
            sample(place, relay, contacts, online, null); // the JVM's own warming up
            for (int i = 0; i < TIMES; i++) {
                sample(place, relay, contacts, online, out);
            }
        }
    }

    private static void sample(XmppPlace place, CountingRelay relay, int contacts, int online, PrintWriter out)
            throws Exception {
        try (Account account = Duet.open(AccountConfig.builder("user0")
                .xmpp(XmppPlace.user(0) + '@' + place.domain(), place.password(), half -> half.server(
                                "127.0.0.1", relay.port())
                        .trust(Trust.authorities(place.authority())))
                .build())) {
            tell("the list not known", account, relay, contacts, online, out);
            account.disconnect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            tell("its version known", account, relay, contacts, online, out);
        }
    }

    private static void tell(
            String how, Account account, CountingRelay relay, int contacts, int online, PrintWriter out)
            throws Exception {
        relay.passed();
        long begin = System.nanoTime();
        account.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        double signedIn = (System.nanoTime() - begin) / 1e6;
        awaitContacts(account, contacts, online);
        double all = (System.nanoTime() - begin) / 1e6;
        CountingRelay.Passed passed = relay.passed();
        if (out != null) {
            out.printf(
                    Locale.ROOT,
                    "%d contacts, %d of them there, %s: online after %.0f ms, all seen after %.0f ms; %d bytes up, %d"
                            + " down%n",
                    contacts,
                    online,
                    how,
                    signedIn,
                    all,
                    passed.up(),
                    passed.down());
            out.flush();
        }
    }

    private static void awaitContacts(Account account, int contacts, int online) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (account.contacts().all().size() < contacts || there(account) < online) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "Only " + account.contacts().all().size() + " contacts, " + there(account) + " of them there");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static long there(Account account) {
        return account.contacts().all().stream()
                .filter(contact -> contact.presence().availability() == Availability.AVAILABLE)
                .count();
    }
}
