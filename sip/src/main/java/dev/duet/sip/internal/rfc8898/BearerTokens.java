package dev.duet.sip.internal.rfc8898;

import dev.duet.model.Secret;
import dev.duet.model.TokenSource;
import dev.duet.model.TokenSource.Challenge;
import dev.duet.sip.internal.rfc8760.AuthParameters;
import dev.duet.spi.Loop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access token of one account: fetched when a server asks, kept while servers take it. On the loop. */
public final class BearerTokens {

    private static final Logger LOG = LoggerFactory.getLogger(BearerTokens.class);
    private static final String SCHEME = "bearer";

    private final @Nullable TokenSource source;
    private final Loop loop;
    private final Executor blocking;
    private @Nullable Secret last;

    /** Nothing is fetched yet; without a source nothing ever is. */
    public BearerTokens(@Nullable TokenSource source, Loop loop, Executor blocking) {
        this.source = source;
        this.loop = loop;
        this.blocking = blocking;
    }

    /** The challenge by this scheme among those of a response, if it can be answered at all. */
    public Optional<Challenge> challenge(List<String> values) {
        return source == null
                ? Optional.empty()
                : values.stream()
                        .map(BearerTokens::read)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<Challenge> read(String value) {
        String text = value.strip();
        boolean ours = text.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                && (text.length() == SCHEME.length() || Character.isWhitespace(text.charAt(SCHEME.length())));
        return ours ? AuthParameters.parse(text.substring(SCHEME.length())).map(BearerTokens::of) : Optional.empty();
    }

    private static Challenge of(Map<String, String> parameters) {
        return new Challenge(
                parameters.getOrDefault("authz_server", ""),
                parameters.getOrDefault("realm", ""),
                parameters.getOrDefault("scope", ""),
                parameters.getOrDefault("error", ""));
    }

    /** The token that a server took last; null when there is none. */
    public @Nullable Secret last() {
        return last;
    }

    /** Fetches another token, or tells null when there is none to be had. */
    public void fetch(Challenge challenge, Consumer<@Nullable Secret> then) {
        last = null;
        TokenSource from = source;
        blocking.execute(() -> {
            Secret token = from == null ? null : token(from, challenge);
            loop.execute(() -> {
                last = token;
                then.accept(token);
            });
        });
    }

    private static @Nullable Secret token(TokenSource source, Challenge challenge) {
        try {
            Secret token = source.token(challenge);
            if (token != null && !token.reveal().matches("[A-Za-z0-9._~+/-]+=*")) { // RFC 6750 2.1
                LOG.warn("A token has characters that no access token has");
                return null;
            }
            return token;
        } catch (RuntimeException e) {
            LOG.warn("There is no token for {}: {}", challenge, e.getClass().getName());
            return null;
        }
    }
}
