package dev.duet.sandbox.wire;

/** Which packets a wire loses. */
public sealed interface LossModel {

    /**
     * Loses nothing.
     *
     * @return the model
     */
    static LossModel none() {
        return new Bernoulli(0);
    }

    /**
     * Each packet is lost with the same chance, whatever happened to others.
     *
     * @param probability 0 (never) to 1 (always)
     */
    record Bernoulli(double probability) implements LossModel {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if the probability is outside 0 to 1
         */
        public Bernoulli {
            requireProbability("probability", probability);
        }
    }

    /**
     * Loss in bursts (Gilbert 1960, Elliott 1963): the wire changes between a good and a bad state before each packet.
     * A burst lasts {@code 1 / badToGood} packets on average, and the share of time in the bad state is
     * {@code goodToBad / (goodToBad + badToGood)}.
     *
     * @param goodToBad the chance, 0 to 1, that the wire turns bad before a packet
     * @param badToGood the chance, 0 to 1, that it turns good again before a packet
     * @param lossInGood the chance, 0 to 1, of a loss while good; 0 in Gilbert's own model
     * @param lossInBad the chance, 0 to 1, of a loss while bad
     */
    record GilbertElliott(double goodToBad, double badToGood, double lossInGood, double lossInBad)
            implements LossModel {
        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException if one is outside 0 to 1
         */
        public GilbertElliott {
            requireProbability("goodToBad", goodToBad);
            requireProbability("badToGood", badToGood);
            requireProbability("lossInGood", lossInGood);
            requireProbability("lossInBad", lossInBad);
        }
    }

    private static void requireProbability(String what, double value) {
        // Written so that NaN fails too.
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + " is not within 0 and 1: " + value);
        }
    }
}
