package dev.duet.sandbox.wire;

/**
 * What a wire has done in one direction since it was started. Packets are datagrams for UDP; for TCP they are the
 * pieces in which the bytes happened to come, so that only the bytes tell something there.
 *
 * @param packetsIn packets that came to the wire
 * @param bytesIn their payload
 * @param packetsOut packets passed on, duplicates counted
 * @param bytesOut their payload
 * @param lost packets lost by the loss model
 * @param overflowed packets dropped because too much was waiting for the bandwidth
 * @param duplicated packets passed on twice
 * @param reordered packets passed on after one that had come later
 * @param swallowed packets dropped because the wire was cut
 */
public record WireStats(
        long packetsIn,
        long bytesIn,
        long packetsOut,
        long bytesOut,
        long lost,
        long overflowed,
        long duplicated,
        long reordered,
        long swallowed) {}
