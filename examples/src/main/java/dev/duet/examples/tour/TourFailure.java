package dev.duet.examples.tour;

/** Something in the story did not happen. */
final class TourFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TourFailure(String message) {
        super(message, null, false, false);
    }
}
