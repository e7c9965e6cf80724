package dev.duet.media.internal.stream;

import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.media.internal.transport.MediaTransport;
import dev.duet.media.internal.transport.PacketHandler;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDescription;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Two transports joined in memory, which allocate nothing. */
final class Pipe {

    private final End left = new End();
    private final End right = new End();
    private final byte[] lent = new byte[2048];
    private Random random = new Random(0);
    private double loss;
    private int byes;

    End left() {
        return left;
    }

    End right() {
        return right;
    }

    void loss(double share, long seed) {
        loss = share;
        random = new Random(seed);
    }

    int byes() {
        return byes;
    }

    final class End implements MediaTransport {

        private final byte[][] packets = new byte[64][2048];
        private final int[] lengths = new int[64];
        private int count;

        void inject(byte[] data, int length) {
            System.arraycopy(data, 0, packets[count], 0, length);
            lengths[count++] = length;
        }

        private End other() {
            return this == left ? right : left;
        }

        @Override
        public void remoteEndOfCandidates() {
            // nothing to do
        }

        @Override
        public void networkChanged() {
            // nothing to do
        }

        @Override
        public int drain(PacketHandler handler) {
            int drained = count;
            for (int i = 0; i < drained; i++) {
                System.arraycopy(packets[i], 0, lent, 0, lengths[i]);
                handler.packet(PacketKind.of(lent, 0, lengths[i]), lent, 0, lengths[i]);
            }
            count = 0;
            return drained;
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length) {
            if (random.nextDouble() >= loss) {
                other().inject(data, length);
            }
            return true;
        }

        @Override
        public boolean sendRtcp(byte[] data, int offset, int length) {
            if ((data[length - 7] & 0xFF) == 203) {
                byes++;
            }
            other().inject(data, length);
            return true;
        }

        @Override
        public void open(@Nullable MediaDescription offer) {}

        @Override
        public boolean remote(MediaDescription description, boolean iceLite) {
            return false;
        }

        @Override
        public void remoteCandidate(IceCandidate candidate) {}

        @Override
        public void restart() {}

        @Override
        public void close() {}
    }
}
