package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where access tokens come from: the application's own dealings with an authorization server (RFC 6749), of which Duet
 * knows nothing.
 */
@FunctionalInterface
public interface TokenSource {

    /**
     * An access token for a server that asks for one. Asked again when a server does not take the last one, so a token
     * that has run out is to be refreshed here. May take its time, on a thread that may wait.
     *
     * @param challenge who asks for what; a token is for those only whom the application knows (RFC 8898 2.1.1)
     * @return null when there is none for that server, as when this throws: signing in then fails
     */
    @Nullable
    Secret token(Challenge challenge);

    /**
     * What a server asks for (RFC 8898 4).
     *
     * @param authorizationServer the address of the authorization server; empty when it did not tell
     * @param realm whom the token is for; empty when it did not tell
     * @param scope what the token is to permit; empty when it did not tell
     * @param error what was wrong with the last token, such as {@code invalid_token} (RFC 6750 3.1); empty for nothing
     */
    record Challenge(String authorizationServer, String realm, String scope, String error) {
        public Challenge {
            Objects.requireNonNull(authorizationServer, "authorizationServer");
            Objects.requireNonNull(realm, "realm");
            Objects.requireNonNull(scope, "scope");
            Objects.requireNonNull(error, "error");
        }
    }
}
