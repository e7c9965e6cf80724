package dev.duet.model;

/** What a medium carries. */
public enum MediaKind {
    /** Speech and other sound. */
    AUDIO,
    /** Moving pictures. */
    VIDEO,
    /** Anything else: never accepted, but kept in its place so that an answer can refuse it. */
    OTHER
}
