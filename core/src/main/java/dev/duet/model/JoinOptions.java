package dev.duet.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to enter a room.
 *
 * @param nickname what to be called there, 1 to 1023 characters
 * @param password what the room asks for; null for nothing
 * @param history how many of the messages before to get, 0 to 1000; a room may give fewer. Those that were missed while
 *     the connection was lost come whatever this says, as far as the room keeps them
 * @param settings what a room that is made by this is like; without effect on one that is there
 */
public record JoinOptions(String nickname, @Nullable Secret password, int history, RoomSettings settings) {

    private static final int MAX_NICKNAME = 1_023;
    private static final int MAX_HISTORY = 1_000;

    public JoinOptions {
        Objects.requireNonNull(nickname, "nickname");
        Objects.requireNonNull(settings, "settings");
        if (nickname.isBlank() || nickname.length() > MAX_NICKNAME) {
            throw new IllegalArgumentException("A nickname has 1 to " + MAX_NICKNAME + " characters");
        }
        if (history < 0 || history > MAX_HISTORY) {
            throw new IllegalArgumentException("0 to " + MAX_HISTORY + " messages, unlike " + history);
        }
    }

    /** By that nickname, without a password, with up to 20 messages. */
    public static JoinOptions as(String nickname) {
        return new JoinOptions(nickname, null, 20, RoomSettings.NONE);
    }

    /** The same by another nickname. */
    public JoinOptions withNickname(String newNickname) {
        return new JoinOptions(newNickname, password, history, settings);
    }

    /** The same with a password. */
    public JoinOptions withPassword(Secret newPassword) {
        return new JoinOptions(nickname, newPassword, history, settings);
    }

    /** The same with another bound of what was said before. */
    public JoinOptions withHistory(int most) {
        return new JoinOptions(nickname, password, most, settings);
    }

    /** The same, with other settings for a room that is made by this. */
    public JoinOptions withSettings(RoomSettings newSettings) {
        return new JoinOptions(nickname, password, history, newSettings);
    }
}
