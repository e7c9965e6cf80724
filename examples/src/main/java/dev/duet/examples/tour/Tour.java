package dev.duet.examples.tour;

import dev.duet.api.Contact;
import dev.duet.api.Conversation;
import dev.duet.model.AccountConfig;
import dev.duet.model.Attachment;
import dev.duet.model.Capability;
import dev.duet.model.ChatState;
import dev.duet.model.Delivery;
import dev.duet.model.MediaConfig;
import dev.duet.model.Message;
import dev.duet.model.OutgoingFile;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The example {@code tour}: all of Duet in one story, against servers inside of this JVM. */
@Command(
        name = "tour",
        mixinStandardHelpOptions = true,
        description = {
            "Alice and Bob meet: they sign in by SIP and XMPP, become contacts, chat and talk.",
            "The servers run inside, on 127.0.0.1. What does not happen as told fails the tour."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:everything happened", "1:something did not", "2:the options are wrong"})
public final class Tour implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--codec", paramLabel = "NAME", description = "opus (the default), PCMU or PCMA.")
    private String codec = "opus";

    @Option(
            names = "--out",
            paramLabel = "F.wav",
            description = "Where to leave what Bob heard: ./duet-tour-bob.wav unless given.")
    private Path out = Path.of("duet-tour-bob.wav");

    @Option(names = "--log", paramLabel = "FILE", description = "Where to write what the servers saw.")
    private @Nullable Path log;

    @Override
    public Integer call() throws IOException {
        if (!Set.of("opus", "PCMU", "PCMA").contains(codec)) {
            throw new CommandLine.ParameterException(commandLine(), "--codec is opus, PCMU or PCMA, unlike " + codec);
        }
        Story story = new Story(commandLine().getOut());
        Path folder = Files.createTempDirectory("duet-tour");
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            try {
                run(story, sandbox, folder);
                return CommandLine.ExitCode.OK;
            } catch (TourFailure e) {
                story.tell("FAILED. " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            } finally {
                if (log != null) {
                    Files.writeString(log, sandbox.log());
                }
            }
        } finally {
            delete(folder);
        }
    }

    private void run(Story story, DuetSandbox sandbox, Path folder) throws IOException {
        Path speech = folder.resolve("alice.wav");
        try (InputStream in = Tour.class.getResourceAsStream("/dev/duet/examples/alice.wav")) {
            Files.copy(in, speech);
        }
        Trust trust = Trust.authorities(sandbox.authority().writePem(folder));
        story.chapter("The sandbox");
        story.tell("A SIP server listens on 127.0.0.1:" + sandbox.sip().tlsPort() + ", an XMPP server on 127.0.0.1:"
                + sandbox.xmpp().port() + ", both for " + sandbox.domain() + ".");
        try (Person alice = Person.open(story, both(sandbox, "Alice", trust));
                Person bob = Person.open(story, both(sandbox, "Bob", trust));
                Person carol = Person.open(story, xmppOnly(sandbox, "Carol", trust))) {
            meet(story, alice, bob, carol);
            chat(story, alice, bob);
            sendFile(story, alice, bob, folder.resolve("menu.txt"));
            Talk talk = new Talk(story, speech, codec.equals("opus") ? 0.9 : 0.95);
            callBySip(story, talk, alice, bob, carol);
            callBack(story, talk, alice, bob, folder.resolve("back.wav"));
            carryOn(story, sandbox, alice, bob);
            story.chapter("Good night");
        }
        story.tell("All have signed out.");
        sandbox.violations().forEach(violation -> story.tell("The servers found fault: " + violation));
        story.tell("Listen to what Bob heard: " + out.toAbsolutePath().normalize());
    }

    private AccountConfig both(DuetSandbox sandbox, String name, Trust trust) {
        SandboxUser user = sandbox.addUser(name.toLowerCase(Locale.ROOT), "secret of " + name);
        return AccountConfig.builder(name)
                .sip(user.sipUri(), user.password(), half -> half.server(
                                "127.0.0.1", sandbox.sip().tlsPort())
                        .transport(SipConfig.Transport.TLS)
                        .trust(trust))
                .xmpp(user.jid(), user.password(), half -> half.server(
                                "127.0.0.1", sandbox.xmpp().port())
                        .trust(trust))
                .media(MediaConfig.DEFAULT.withCodecs(codec))
                .build();
    }

    private static AccountConfig xmppOnly(DuetSandbox sandbox, String name, Trust trust) {
        SandboxUser user = sandbox.addUser(name.toLowerCase(Locale.ROOT), "secret of " + name);
        return AccountConfig.builder(name)
                .xmpp(user.jid(), user.password(), half -> half.server(
                                "127.0.0.1", sandbox.xmpp().port())
                        .trust(trust))
                .build();
    }

    private static void meet(Story story, Person alice, Person bob, Person carol) {
        story.chapter("Alice, Bob and Carol sign in; Carol by XMPP alone");
        alice.signIn();
        bob.signIn();
        carol.signIn();
        story.chapter("They become contacts");
        alice.befriend(bob);
        carol.befriend(alice);
        carol.befriend(bob);
        story.until("Alice sees Bob online, Bob sees Alice", () -> alice.seesOnline(bob) && bob.seesOnline(alice));
        story.until("Carol sees both", () -> carol.seesOnline(alice) && carol.seesOnline(bob));
        Contact merged = alice.contact(bob);
        story.tell("To Alice, Bob is one contact with " + merged.addresses()
                + (merged.mergedBecause().isEmpty() ? "." : ": " + merged.mergedBecause() + "."));
    }

    private static void chat(Story story, Person alice, Person bob) {
        story.chapter("They chat");
        story.await(
                "Alice learns what Bob's device can do",
                () -> alice.contact(bob).capabilities().contains(Capability.CHAT_STATES));
        alice.conversation(bob).typing(ChatState.COMPOSING);
        story.until("Bob sees that Alice types", () -> bob.conversation(alice).peerState() == ChatState.COMPOSING);
        Message first = alice.say(bob, "Hello Bob, may I ring you?");
        bob.conversation(alice).markRead();
        alice.untilDelivery(bob, first, Delivery.Stage.READ, "Bob has read it, and Alice knows");
        bob.say(alice, "Please do!");
    }

    private static void sendFile(Story story, Person alice, Person bob, Path target) throws IOException {
        story.chapter("Alice sends a file, by way of the XMPP server");
        String menu = "Tea, and biscuits";
        OutgoingFile file = OutgoingFile.of(target.getFileName().toString(), menu.getBytes(StandardCharsets.UTF_8));
        Message sent = story.await(
                "Alice sends a file", alice.conversation(bob).sendFile(file).result());
        story.await("Bob has word of it", () -> Person.isThere(bob.conversation(alice), sent.body()));
        Attachment attachment = bob.conversation(alice)
                .latest(1)
                .join()
                .get(0)
                .details()
                .attachments()
                .get(0);
        story.tell("Bob is told of " + attachment.fileName() + ": "
                + attachment.details().mediaType() + ", " + attachment.details().size() + " bytes.");
        Path saved = story.await(
                "Bob fetches it",
                bob.conversation(alice)
                        .download(attachment, target, menu.length())
                        .result());
        story.check(
                "What Bob fetched is what Alice sent", Files.readString(saved).equals(menu));
        story.tell("Bob has fetched it, and it is what Alice sent.");
    }

    private void callBySip(Story story, Talk talk, Person alice, Person bob, Person carol) {
        story.chapter("Alice calls Bob, who records");
        story.check(
                "Carol sees nobody on the phone before", !carol.seesOnThePhone(alice) && !carol.seesOnThePhone(bob));
        talk.run(
                alice,
                alice.account().call(alice.contact(bob)),
                bob,
                Protocol.SIP,
                out,
                () -> story.until(
                        "Carol, who has XMPP alone, sees both on the phone",
                        () -> carol.seesOnThePhone(alice) && carol.seesOnThePhone(bob)));
        story.until(
                "Carol sees that both are off the phone",
                () -> !carol.seesOnThePhone(alice) && !carol.seesOnThePhone(bob));
    }

    private static void callBack(Story story, Talk talk, Person alice, Person bob, Path recording) {
        story.chapter("Bob calls back, by XMPP");
        talk.run(bob, bob.account().call(alice.jid()), alice, Protocol.XMPP, recording, () -> {});
    }

    private static void carryOn(Story story, DuetSandbox sandbox, Person alice, Person bob) {
        story.chapter("The XMPP server stops; they go on");
        Conversation here = alice.conversation(bob);
        Conversation there = bob.conversation(alice);
        int before = here.history().size();
        sandbox.xmpp().stop();
        story.until("Neither has XMPP", () -> !alice.hasXmpp() && !bob.hasXmpp());
        Message sent = story.await("Alice sends a message", here.send("Still there?"));
        story.tell("Alice to Bob, by " + sent.protocol() + ": " + sent.body() + " ("
                + sent.route().why() + ")");
        story.check("It went by SIP", sent.protocol() == Protocol.SIP);
        story.until("Bob has it", () -> Person.isThere(there, sent.body()));
        sandbox.xmpp().restart();
        alice.account().networkChanged(); // or each would wait a little longer
        bob.account().networkChanged();
        story.until("Both have XMPP again", () -> alice.hasXmpp() && bob.hasXmpp());
        story.await("Alice sees Bob online again", () -> alice.seesOnline(bob));
        alice.say(bob, "And here again.");
        story.check(
                "Nothing is there twice",
                here.history().size() == before + 2 && there.history().size() == before + 2);
        story.tell("It is one conversation: " + here.history().size() + " messages in one order, "
                + there.unread() + " of them unread by Bob; and one log of "
                + alice.account().callLog().recent().size()
                + " calls.");
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("Run it by picocli");
        }
        return spec.commandLine();
    }
}
