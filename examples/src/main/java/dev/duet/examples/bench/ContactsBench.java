package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Contact;
import dev.duet.api.event.PresenceChanged;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.OwnPresence;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What many contacts cost. */
@Command(
        name = "contacts",
        mixinStandardHelpOptions = true,
        description = {
            "Contacts of three sources: half are in the server's list, half in a directory whose links are verified,",
            "which share a quarter, and a quarter in an address book of telephone numbers. All with few of them, too,",
            "since a machine's figures are best compared with its own."
        })
final class ContactsBench implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 60;
    private static final int FEW = 40;
    private static final List<String> FIRST = List.of("Ada", "Alan", "Barbara", "Claude", "Edsger", "Grace", "Niklaus");
    private static final List<String> LAST = List.of("Byron", "Dahl", "Hoare", "Hopper", "Liskov", "Shannon", "Wirth");

    @Spec
    private CommandSpec spec;

    @Option(names = "-n", paramLabel = "N", description = "How many contacts: 10000.")
    private int count = 10_000;

    @Option(names = "--changes", paramLabel = "N", description = "How many changes of presence: 500.")
    private int changes = 500;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        measure(FEW, null); // the JVM's own warming up
        measure(FEW, out);
        measure(count, out);
        return CommandLine.ExitCode.OK;
    }

    private void measure(int contacts, PrintWriter out) throws Exception {
        Path folder = Files.createTempDirectory("duet-bench");
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            Path pem = sandbox.authority().writePem(folder);
            try {
                measure(sandbox, Trust.authorities(pem), contacts, out);
            } finally {
                Files.delete(pem);
            }
        } finally {
            Files.delete(folder);
        }
    }

    private void measure(DuetSandbox sandbox, Trust trust, int contacts, PrintWriter out) throws Exception {
        SandboxUser alice = sandbox.addUser("alice", "secret-a");
        SandboxUser bob = sandbox.addUser("u0", "secret-b");
        int listed = contacts / 2;
        sandbox.xmpp().befriend("alice", "u0");
        for (int i = 1; i < listed; i++) {
            sandbox.addUser("u" + i, "secret");
            sandbox.xmpp().befriend("alice", "u" + i);
        }
        sandbox.clearLog();
        long heapBefore = heap();
        try (Account here = account(sandbox, alice, trust);
                Account there = account(sandbox, bob, trust)) {
            List<Double> signIn = List.of(millis(() -> {
                here.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                awaitContacts(here, listed);
            }));
            List<DirectoryEntry> company = company(sandbox.domain(), listed - contacts / 4, listed);
            double merge = millis(
                    () -> here.contacts().directory("company", true, company).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            double book = millis(() -> here.contacts()
                    .directory("book", false, addressBook(contacts / 4))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            awaitContacts(here, contacts);
            double again = millis(
                    () -> here.contacts().directory("company", true, company).get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            long heap = heap() - heapBefore;
            tell(out, "%d contacts of 3 sources%n", contacts);
            tell(out, "  sign-in until all %d of the server's list are there: %.0f ms%n", listed, signIn.get(0));
            tell(out, "  a directory of %d comes in, half of them known: %.0f ms%n", company.size(), merge);
            tell(out, "  an address book of %d numbers comes in: %.0f ms%n", contacts / 4, book);
            tell(out, "  the directory again, unchanged: %.0f ms%n", again);
            tell(out, "  heap: %d KiB, %.0f bytes a contact%n", heap >> 10, (double) heap / contacts);
            there.connect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            tell(out, "  a change of presence until it is told: ", presence(here, there));
            tell(out, "  find as one types: ", search(here));
        }
    }

    private static Account account(DuetSandbox sandbox, SandboxUser user, Trust trust) {
        return Duet.open(AccountConfig.builder(user.name())
                .xmpp(user.jid(), user.password(), half -> half.server(
                                "127.0.0.1", sandbox.xmpp().port())
                        .trust(trust))
                .build());
    }

    /** People of whom the first half is in the server's list as well. */
    private static List<DirectoryEntry> company(String domain, int from, int many) {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (int i = from; i < from + many; i++) {
            entries.add(new DirectoryEntry(
                    name(i),
                    Set.of(
                            Address.xmpp("u" + i + "@" + domain),
                            Address.sip("u" + i + "@sip.example.com"),
                            Address.tel("+4930" + (1_000_000 + i))),
                    Set.of("Company")));
        }
        return entries;
    }

    private static List<DirectoryEntry> addressBook(int many) {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            entries.add(DirectoryEntry.of(name(7 * i + 3), Address.tel("+4940" + (1_000_000 + i))));
        }
        return entries;
    }

    private static String name(int i) {
        return FIRST.get(i % 7) + ' ' + LAST.get(i / 7 % 7) + ' ' + i;
    }

    private static void awaitContacts(Account account, int wanted) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (account.contacts().all().size() < wanted) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "Only " + account.contacts().all().size() + " of " + wanted);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private List<Double> presence(Account here, Account there) throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        here.on(
                PresenceChanged.class,
                event -> told.add(event.contact().presence().note()));
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            String note = "change " + i;
            millis.add(millis(() -> {
                there.publish(OwnPresence.of(Availability.AVAILABLE).withNote(note));
                String seen;
                do {
                    seen = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                } while (seen != null && !seen.equals(note));
                if (seen == null) {
                    throw new IllegalStateException("A change of presence was not told");
                }
            }));
        }
        return millis;
    }

    /** Each beginning of each of some names, and of numbers. */
    private static List<Double> search(Account here) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String typed = i % 4 == 3 ? "040 100" + i : name(97 * i);
            for (int length = 1; length <= typed.length(); length++) {
                String begun = typed.substring(0, length);
                millis.add(millis(() -> {
                    List<Contact> found = here.contacts().search(begun, 20);
                    if (found.size() > 20) {
                        throw new IllegalStateException("More than were wanted");
                    }
                }));
            }
        }
        return millis;
    }

    private interface Task {
        void run() throws Exception;
    }

    private static double millis(Task task) throws Exception {
        long from = System.nanoTime();
        task.run();
        return (System.nanoTime() - from) / 1e6;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void tell(PrintWriter out, String format, Object... values) {
        if (out != null) {
            out.printf(Locale.ROOT, format, values);
            out.flush();
        }
    }

    private static void tell(PrintWriter out, String what, List<Double> millis) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        tell(
                out,
                "%smedian %.3f, 99 in 100 %.3f, worst %.3f ms of %d%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1),
                sorted.size());
    }
}
