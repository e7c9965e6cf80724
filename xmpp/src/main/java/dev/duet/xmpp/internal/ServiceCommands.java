package dev.duet.xmpp.internal;

import dev.duet.model.Address;
import dev.duet.model.CommandListing;
import dev.duet.model.CommandStep;
import dev.duet.model.Failure;
import dev.duet.model.Form;
import dev.duet.model.PushTarget;
import dev.duet.spi.OnLoop;
import dev.duet.spi.ServiceAnswer;
import dev.duet.spi.ServiceLink;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0030.DiscoInfo;
import dev.duet.xmpp.internal.xep0030.ServiceSearch;
import dev.duet.xmpp.internal.xep0050.CommandCodec;
import dev.duet.xmpp.internal.xep0055.SearchCodec;
import dev.duet.xmpp.internal.xep0157.ServerInfo;
import dev.duet.xmpp.internal.xep0357.PushCodec;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands and questions to services, by the session, while there is one. */
@OnLoop
record ServiceCommands(SessionCommands commands) implements ServiceLink {

    private static final Duration PATIENCE = Duration.ofSeconds(60); // a command may be long at work

    private void answered(long operation, Iqs.Answer answer, @Nullable ServiceAnswer read) {
        if (read != null) {
            commands.listener().answered(operation, read);
        } else {
            commands.listener().failed(operation, failure(answer));
        }
    }

    private static Failure failure(Iqs.Answer answer) {
        return answer.failure() != null
                ? answer.failure()
                : Failure.of(
                        Failure.Kind.INTERNAL,
                        Failure.Origin.PEER,
                        Failure.Retry.NEVER,
                        "The service answers something else than it was asked");
    }

    @Override
    public void fetchDirectories(long operation) {
        commands.online(operation, now -> {
            List<Address> found = new ArrayList<>();
            new ServiceSearch(now.iqs(), now.server())
                    .services(
                            (service, info) -> {
                                if (info.features().contains(SearchCodec.NAMESPACE)) {
                                    found.add(service);
                                }
                            },
                            failure -> {
                                if (failure == null) {
                                    commands.listener().answered(operation, new ServiceAnswer.Directories(found));
                                } else {
                                    commands.listener().failed(operation, failure);
                                }
                            });
        });
    }

    @Override
    public void fetchSearchForm(long operation, Address directory) {
        commands.about(
                operation, directory, (now, address) -> now.iqs().get(address, SearchCodec.question(), answer -> {
                    Form form = SearchCodec.form(answer.payload("query", SearchCodec.NAMESPACE));
                    answered(operation, answer, form == null ? null : new ServiceAnswer.Asks(form));
                }));
    }

    @Override
    public void search(long operation, Address directory, Form form) {
        commands.about(
                operation, directory, (now, address) -> now.iqs().set(address, SearchCodec.search(form), answer -> {
                    Xml query = answer.payload("query", SearchCodec.NAMESPACE);
                    answered(
                            operation,
                            answer,
                            query == null ? null : new ServiceAnswer.Found(SearchCodec.found(query)));
                }));
    }

    @Override
    public void fetchCommands(long operation, Address of) {
        commands.about(operation, of, (now, address) -> now.iqs().get(address, CommandCodec.listing(), answer -> {
            Xml query = answer.payload("query", ServiceSearch.ITEMS);
            answered(operation, answer, query == null ? null : new ServiceAnswer.Commands(CommandCodec.listed(query)));
        }));
    }

    @Override
    public void execute(long operation, CommandListing command) {
        run(operation, command, CommandCodec.execute(command));
    }

    @Override
    public void go(long operation, CommandStep step, CommandStep.Action action, @Nullable Form form) {
        run(operation, step.command(), CommandCodec.go(step, action, form));
    }

    private void run(long operation, CommandListing command, Xml request) {
        commands.about(operation, command.of(), (now, address) -> now.iqs()
                .request("set", address, request, PATIENCE, answer -> {
                    CommandStep step = CommandCodec.read(command, answer.payload("command", CommandCodec.NAMESPACE));
                    answered(operation, answer, step == null ? null : new ServiceAnswer.Step(step));
                }));
    }

    @Override
    public void fetchContactAddresses(long operation, Address of) {
        commands.about(operation, of, (now, address) -> now.iqs()
                .get(address, Xml.empty("query", DiscoInfo.NAMESPACE), answer -> {
                    Xml query = answer.payload("query", DiscoInfo.NAMESPACE);
                    answered(
                            operation,
                            answer,
                            query == null
                                    ? null
                                    : new ServiceAnswer.Contacts(ServerInfo.contacts(DiscoInfo.read(query))
                                            .toList()));
                }));
    }

    @Override
    public void enablePush(long operation, PushTarget target) {
        commands.about(
                operation, target.service(), (now, service) -> set(operation, now, PushCodec.enable(service, target)));
    }

    @Override
    public void disablePush(long operation, Address of, String node) {
        commands.about(operation, of, (now, service) -> set(operation, now, PushCodec.disable(service, node)));
    }

    private void set(long operation, Session now, Xml request) {
        now.iqs().set(null, request, answer -> {
            if (answer.failure() == null) {
                commands.listener().completed(operation);
            } else {
                commands.listener().failed(operation, answer.failure());
            }
        });
    }
}
