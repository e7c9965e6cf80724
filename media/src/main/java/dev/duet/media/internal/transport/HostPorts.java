package dev.duet.media.internal.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.harvest.AbstractCandidateHarvester;
import org.ice4j.socket.IceSocketWrapper;
import org.jspecify.annotations.Nullable;

/** Gives our ports to ice4j as its host candidates. Ice4j's own harvester would open sockets of its own. */
final class HostPorts extends AbstractCandidateHarvester {

    private final List<IcePort> ports;
    private final Map<IcePort, StunSocket> sockets = new ConcurrentHashMap<>();

    HostPorts(List<IcePort> ports) {
        this.ports = ports;
    }

    /** Host harvesters come first, and on the caller's thread. */
    @Override
    public boolean isHostHarvester() {
        return true;
    }

    @Override
    public Collection<LocalCandidate> harvest(Component component) {
        List<LocalCandidate> found = new ArrayList<>();
        for (IcePort port : ports) {
            if (port.component() == component.getComponentID()) {
                StunSocket socket = new StunSocket(port.port());
                HostCandidate candidate = new PortCandidate(socket, component);
                if (component.addLocalCandidate(candidate)) {
                    sockets.put(port, socket);
                    candidate.getStunStack().addSocket(socket);
                    found.add(candidate);
                }
            }
        }
        return found;
    }

    /** What ice4j sees of a port; null when it does not know it. */
    @Nullable
    StunSocket socket(IcePort port) {
        return sockets.get(port);
    }

    /** Its socket needs no filter for STUN: nothing else comes through it. */
    private static final class PortCandidate extends HostCandidate {
        private final StunSocket socket;

        PortCandidate(StunSocket socket, Component component) {
            super(socket, component);
            this.socket = socket;
        }

        @Override
        public IceSocketWrapper getStunSocket(TransportAddress server) {
            return socket;
        }
    }
}
