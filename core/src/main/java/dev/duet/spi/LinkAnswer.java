package dev.duet.spi;

/** What a link answers to a question, see {@link LinkListener#answered}. */
public sealed interface LinkAnswer permits RoomAnswer, ArchiveAnswer, ServiceAnswer {}
