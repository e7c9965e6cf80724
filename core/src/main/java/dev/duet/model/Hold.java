package dev.duet.model;

/**
 * Who holds a call.
 *
 * @param local this side put the other on hold
 * @param remote the other side put this one on hold
 */
public record Hold(boolean local, boolean remote) {

    /** Nobody holds. */
    public static final Hold NONE = new Hold(false, false);

    /** True when either side holds. */
    public boolean any() {
        return local || remote;
    }
}
