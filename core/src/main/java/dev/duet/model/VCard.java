package dev.duet.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What somebody tells about themselves (vCard 4, RFC 6350): the part of it that matters to calls and messages. What a
 * vCard holds beside stays as it is when one is published.
 *
 * @param fullName empty for none, as are all texts
 * @param nickname what to call them
 * @param organisation where they work
 * @param title what they are there
 * @param note anything
 * @param emails e-mail addresses
 * @param urls web pages
 * @param addresses telephone numbers, SIP and XMPP addresses, bare
 */
public record VCard(
        String fullName,
        String nickname,
        String organisation,
        String title,
        String note,
        List<String> emails,
        List<String> urls,
        Set<Address> addresses) {

    /** Nothing. */
    public static final VCard EMPTY = new VCard("", "", "", "", "", List.of(), List.of(), Set.of());

    public VCard {
        Objects.requireNonNull(fullName, "fullName");
        Objects.requireNonNull(nickname, "nickname");
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(note, "note");
        emails = List.copyOf(emails);
        urls = List.copyOf(urls);
        Set<Address> bare = new LinkedHashSet<>();
        addresses.forEach(address -> bare.add(address.bare()));
        addresses = Collections.unmodifiableSet(bare);
    }

    /** The same with another name. */
    public VCard withFullName(String value) {
        return new VCard(value, nickname, organisation, title, note, emails, urls, addresses);
    }

    /** The same with another nickname. */
    public VCard withNickname(String value) {
        return new VCard(fullName, value, organisation, title, note, emails, urls, addresses);
    }

    /** The same with another place of work. */
    public VCard withOrganisation(String value, String newTitle) {
        return new VCard(fullName, nickname, value, newTitle, note, emails, urls, addresses);
    }

    /** The same with another note. */
    public VCard withNote(String value) {
        return new VCard(fullName, nickname, organisation, title, value, emails, urls, addresses);
    }

    /** The same with other e-mail addresses. */
    public VCard withEmails(List<String> value) {
        return new VCard(fullName, nickname, organisation, title, note, value, urls, addresses);
    }

    /** The same with other web pages. */
    public VCard withUrls(List<String> value) {
        return new VCard(fullName, nickname, organisation, title, note, emails, value, addresses);
    }

    /** The same with other telephone numbers, SIP and XMPP addresses. */
    public VCard withAddresses(Set<Address> value) {
        return new VCard(fullName, nickname, organisation, title, note, emails, urls, value);
    }
}
