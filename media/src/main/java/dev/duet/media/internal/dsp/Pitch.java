package dev.duet.media.internal.dsp;

/** Finds by how much a voiced sound must be shifted to fall on itself. */
final class Pitch {

    private Pitch() {}

    /**
     * Normalised correlation of two stretches, -1 to 1; 0 when either is silent.
     *
     * @param step compares every step-th sample only
     */
    static double likeness(short[] pcm, int first, int second, int length, int step) {
        long cross = 0;
        long firstEnergy = 0;
        long secondEnergy = 0;
        for (int i = 0; i < length; i += step) {
            int a = pcm[first + i];
            int b = pcm[second + i];
            cross += (long) a * b;
            firstEnergy += (long) a * a;
            secondEnergy += (long) b * b;
        }
        return firstEnergy == 0 || secondEnergy == 0 ? 0 : cross / Math.sqrt((double) firstEnergy * secondEnergy);
    }

    /**
     * The lag, between the two given, at which the stretch that begins at {@code at} is most like the one {@code lag}
     * samples away from it, in the direction of the sign: a coarse search on every step-th lag and sample, then a fine
     * one around the best.
     */
    static int lag(short[] pcm, int at, int length, int shortest, int longest, int sign, int step) {
        int best = shortest;
        double bestLikeness = Double.NEGATIVE_INFINITY;
        for (int lag = shortest; lag <= longest; lag += step) {
            double likeness = likeness(pcm, at, at + sign * lag, length, step);
            if (likeness > bestLikeness) {
                bestLikeness = likeness;
                best = lag;
            }
        }
        if (step == 1) {
            return best;
        }
        int from = Math.max(shortest, best - step + 1);
        int to = Math.min(longest, best + step - 1);
        bestLikeness = Double.NEGATIVE_INFINITY;
        for (int lag = from; lag <= to; lag++) {
            double likeness = likeness(pcm, at, at + sign * lag, length, 1);
            if (likeness > bestLikeness) {
                bestLikeness = likeness;
                best = lag;
            }
        }
        return best;
    }
}
