package dev.duet.spi;

import dev.duet.model.Address;
import dev.duet.model.Avatar;
import dev.duet.model.RoomDetails;
import dev.duet.model.RoomMember;
import dev.duet.model.RoomPage;
import dev.duet.model.RoomSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a link answers to a question about rooms, see {@link LinkListener#answered}. */
public sealed interface RoomAnswer extends LinkAnswer {

    /** Who is on a list. */
    record Members(List<RoomMember> members) implements RoomAnswer {

        public Members {
            members = List.copyOf(members);
        }
    }

    /** What a room tells of itself. */
    record Details(RoomDetails details) implements RoomAnswer {}

    /** What a room's settings are. */
    record Settings(RoomSettings settings) implements RoomAnswer {}

    /** Which services have rooms. */
    record Services(List<Address> services) implements RoomAnswer {

        public Services {
            services = List.copyOf(services);
        }
    }

    /** Some of the rooms of a service. */
    record Page(RoomPage page) implements RoomAnswer {}

    /** A room's avatar; null for none. */
    record Picture(@Nullable Avatar avatar) implements RoomAnswer {}
}
