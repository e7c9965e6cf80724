package dev.duet.model;

/** What the user may want to know before a call goes its way (RFC 7081 5): it may cost, or be of lower quality. */
public enum Caution {
    /**
     * A number of the telephone network, as far as anybody can see: it may cost something, and sound as telephones do.
     */
    TELEPHONE_NETWORK("goes to a telephone number, which may cost something"),
    /** The number is of another country. */
    ABROAD("the number is of another country"),
    /** The number has a rate of its own: premium or shared cost. */
    SPECIAL_RATE("the number has a special rate"),
    /** By SIP to another domain than the account's own, which may cost something or not take the call. */
    OTHER_DOMAIN("leaves the own domain, which may cost something");

    private final String text;

    Caution(String text) {
        this.text = text;
    }

    /** A part of a sentence for people, in English. */
    public String text() {
        return text;
    }
}
