package dev.duet.api;

/** Something that happened to an account. Each event is a record in {@code dev.duet.api.event}. */
public interface DuetEvent {}
