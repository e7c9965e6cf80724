package dev.duet.internal.account;

import dev.duet.model.Protocol;
import dev.duet.spi.CallStore;
import dev.duet.spi.ContactStore;
import dev.duet.spi.Loop;
import dev.duet.spi.MediaEngine;
import dev.duet.spi.MessageStore;
import dev.duet.spi.NumberPlan;
import dev.duet.spi.ProtocolStack;
import dev.duet.spi.RoutingPolicy;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an account gets from its runtime.
 *
 * @param loop the loop
 * @param callbacks where the application's code runs
 * @param stacks the stack of each protocol
 * @param media the media engine; an account that never calls never makes it
 * @param routing which ways calls go
 * @param blocking for what blocks
 * @param contactStores where decisions about contacts are kept
 * @param messages where messages are kept
 * @param callStores where calls are kept; null for no longer than the account is open
 * @param numbers what telephone numbers there are
 */
public record AccountServices(
        Loop loop,
        Executor callbacks,
        Map<Protocol, ProtocolStack> stacks,
        Supplier<MediaEngine> media,
        RoutingPolicy routing,
        Executor blocking,
        ContactStore.Provider contactStores,
        KeptMessages messages,
        CallStore.@Nullable Provider callStores,
        NumberPlan numbers) {

    /**
     * Where messages are kept, and how long.
     *
     * @param stores null for no longer than the account is open
     */
    public record KeptMessages(MessageStore.@Nullable Provider stores, MessageStore.Retention retention) {}
}
