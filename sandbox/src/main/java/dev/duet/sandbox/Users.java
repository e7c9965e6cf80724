package dev.duet.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The directory of people of one domain, read by the SIP and the XMPP server at each sign-in. All methods may be called
 * from any thread, also while the servers run; a change counts from the next sign-in on and cuts no session.
 */
public final class Users {

    private final String domain;
    private final Map<String, SandboxUser> byName = new ConcurrentSkipListMap<>();

    /**
     * An empty directory.
     *
     * @param domain the domain of all its people, in lower case
     */
    public Users(String domain) {
        this.domain = domain;
    }

    /**
     * The domain of all people here.
     *
     * @return the domain, in lower case
     */
    public String domain() {
        return domain;
    }

    /**
     * Adds a person, or gives an existing one a new password.
     *
     * @param name the part before the {@code @}; see {@link SandboxUser#name()} for what it may hold
     * @param password the password, not empty
     * @return the person
     * @throws IllegalArgumentException if the name or password cannot be used
     */
    public SandboxUser add(String name, String password) {
        SandboxUser user = new SandboxUser(name, domain, password);
        byName.put(name, user);
        return user;
    }

    /**
     * Removes a person.
     *
     * @param name the part before the {@code @}
     * @return true if the person was here
     */
    public boolean remove(String name) {
        return byName.remove(name) != null;
    }

    /**
     * Looks a person up.
     *
     * @param name the part before the {@code @}
     * @return the person, or empty if there is none of this name
     */
    public Optional<SandboxUser> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * Everybody, sorted by name.
     *
     * @return a snapshot that does not change
     */
    public List<SandboxUser> all() {
        return List.copyOf(byName.values());
    }

    /** The domain and the number of people. */
    @Override
    public String toString() {
        return "Users[" + domain + ", " + byName.size() + ']';
    }
}
