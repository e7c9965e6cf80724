package dev.duet.spi;

/** Places for files at a server (XEP-0363). */
@OnLoop
public interface UploadLink {

    /**
     * Asks for a place; the answer is told by {@link LinkListener#slot}. Fails as UNSUPPORTED at a server that takes no
     * files, as REFUSED for one that is too large, with the bound where it is known, and to be tried LATER when the
     * server says when.
     *
     * @param name without folders
     * @param size in bytes
     * @param mediaType such as {@code image/png}
     */
    void requestSlot(long operation, String name, long size, String mediaType);
}
