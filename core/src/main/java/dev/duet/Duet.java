package dev.duet;

import dev.duet.api.Account;
import dev.duet.internal.account.AccountServices;
import dev.duet.internal.runtime.DuetRuntime;
import dev.duet.model.AccountConfig;
import dev.duet.spi.CallStore;
import dev.duet.spi.ContactStore;
import dev.duet.spi.Loop;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.MessageStore;
import dev.duet.spi.NumberPlan;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RoutingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where an application enters.
 *
 * <p>{@link #open(AccountConfig)} makes one account with all it needs. A process with many accounts makes one runtime
 * with {@link #builder()}, whose threads, sockets and media engine they share.
 */
public final class Duet implements AutoCloseable {

    private final DuetRuntime runtime;

    private Duet(DuetRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Opens an account with a runtime of its own, which ends with it. Nothing is sent before
     * {@link Account#connect()}.
     *
     * @throws IllegalStateException when the class path lacks the stack of a configured half, or the numbers of a
     *     region
     */
    public static Account open(AccountConfig config) {
        return builder().open(config);
    }

    /**
     * Opens an account whose user has one address and one password for both halves; the servers are found by DNS. All
     * else is as in {@link #open(AccountConfig)}.
     *
     * @param address {@code user@domain}
     * @param password for SIP and for XMPP
     * @throws IllegalArgumentException when that is no address of both protocols
     */
    public static Account open(String address, String password) {
        String user = address.substring(0, Math.max(0, address.indexOf('@')));
        return open(AccountConfig.builder(user)
                .sip(address, password)
                .xmpp(address, password)
                .build());
    }

    /** Starts a runtime for many accounts. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens an account on this runtime.
     *
     * @throws IllegalStateException when the runtime is closed, or lacks the stack of a configured half
     */
    public Account account(AccountConfig config) {
        return runtime.open(config);
    }

    /** Closes every account and gives back all threads and sockets. At most 5 s; does nothing the second time. */
    @Override
    public void close() {
        runtime.close();
    }

    /** Builds a runtime; for one thread. */
    public static final class Builder {
        private final List<ProtocolStack.Provider> stacks = new ArrayList<>();
        private @Nullable Executor callbacks;
        private @Nullable Loop loop;
        private MediaEngine.@Nullable Provider media;
        private @Nullable RoutingPolicy routing;
        private ContactStore.@Nullable Provider contactStores;
        private MessageStore.@Nullable Provider messageStores;
        private CallStore.@Nullable Provider callStores;
        private @Nullable NumberPlan numbers;
        private MessageStore.Retention retention = MessageStore.Retention.ALL;

        private Builder() {}

        /**
         * Where the application's code runs: handlers one at a time and in order for each account, whatever the
         * executor; futures as the executor has it. Not ended with the runtime. Unless told otherwise, daemon threads
         * of the runtime's own, as many as the application holds at once.
         */
        public Builder callbackExecutor(Executor executor) {
            callbacks = executor;
            return this;
        }

        /** Adds a stack; without any, those found by {@link java.util.ServiceLoader} are used. */
        public Builder stack(ProtocolStack.Provider provider) {
            stacks.add(provider);
            return this;
        }

        /** The media engine, instead of the one found by {@link java.util.ServiceLoader}. */
        public Builder media(MediaEngine.Provider provider) {
            media = provider;
            return this;
        }

        /** Which ways calls go, instead of the default: SIP first, then Jingle (RFC 7081). */
        public Builder routing(RoutingPolicy policy) {
            routing = policy;
            return this;
        }

        /**
         * Where accounts keep what their users decided about contacts; without it they forget it when they are closed.
         */
        public Builder contactStore(ContactStore.Provider provider) {
            contactStores = provider;
            return this;
        }

        /**
         * Where accounts keep their messages, for ever; without it they forget them when they are closed, and know the
         * newest 1000 of each conversation until then. {@link dev.duet.jdbc.JdbcStore} keeps them in a database.
         */
        public Builder messageStore(MessageStore.Provider provider) {
            return messageStore(provider, MessageStore.Retention.ALL);
        }

        /** Where accounts keep their messages, and how long: what is too old is given up at the start and each day. */
        public Builder messageStore(MessageStore.Provider provider, MessageStore.Retention howLong) {
            messageStores = provider;
            retention = howLong;
            return this;
        }

        /**
         * Where accounts keep the calls that are over; without it they forget them when they are closed. {@link
         * dev.duet.jdbc.JdbcStore} keeps them in a database.
         */
        public Builder callStore(CallStore.Provider provider) {
            callStores = provider;
            return this;
        }

        /** What telephone numbers there are, instead of the plan found by {@link java.util.ServiceLoader}. */
        public Builder numberPlan(NumberPlan plan) {
            numbers = plan;
            return this;
        }

        /** The loop, for tests on virtual time; not ended with the runtime. */
        public Builder loop(Loop virtual) {
            loop = virtual;
            return this;
        }

        /**
         * Opens an account with a runtime of its own, which ends with it.
         *
         * @throws IllegalStateException when the class path lacks the stack of a configured half, or the numbers of a
         *     region
         */
        public Account open(AccountConfig config) {
            return build().runtime.openAlone(config);
        }

        /** Starts the runtime. */
        public Duet build() {
            return new Duet(new DuetRuntime(new DuetRuntime.Settings(
                    callbacks,
                    loop,
                    media,
                    routing,
                    stacks,
                    contactStores,
                    new AccountServices.KeptMessages(messageStores, retention),
                    callStores,
                    numbers)));
        }
    }
}
