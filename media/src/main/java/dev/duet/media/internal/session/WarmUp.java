package dev.duet.media.internal.session;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.codec.Codecs;
import dev.duet.media.internal.dsp.Resampler;
import dev.duet.media.internal.rfc3550.RtpPacket;
import dev.duet.media.internal.rfc3711.Srtp;
import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.media.internal.rfc3711.SrtpReceiver;
import dev.duet.media.internal.rfc3711.SrtpSender;
import dev.duet.media.internal.rfc5764.Identity;
import dev.duet.media.internal.rfc5764.Loopback;
import dev.duet.media.internal.stream.PacketTransform;
import dev.duet.media.internal.transport.IceTransport;
import dev.duet.media.internal.transport.MediaTransport;
import dev.duet.media.internal.transport.Trickling;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaConfig;
import dev.duet.spi.RuntimeContext;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the first call would else do for the first time: loads and compiles ICE, DTLS, SRTP and the codecs. In two
 * parts beside each other, each in the order in which a call wants it: one that comes too early then waits little.
 */
record WarmUp(Codecs codecs, RuntimeContext context, Identities identities) {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final int PACKETS = 100;
    private static final int SECONDS_FOR_ICE = 5;

    /** What is to be done, each part once, on a thread that may block. */
    List<Runnable> parts() {
        return List.of(timed("encryption", this::security), timed("ICE and codecs", () -> {
            ice();
            codecs.inOrder(List.of("opus", "PCMU", "PCMA")).forEach(WarmUp::code);
        }));
    }

    private static Runnable timed(String what, Runnable part) {
        return () -> {
            long start = System.nanoTime();
            try {
                part.run();
                LOG.debug("Warmed up {} in {} ms", what, (System.nanoTime() - start) / 1_000_000);
            } catch (RuntimeException e) {
                LOG.warn("Cannot warm up {}: {}", what, e.toString());
            }
        };
    }

    /** Loads what ICE needs, by a port on loopback that nobody hears of. */
    private void ice() {
        CountDownLatch told = new CountDownLatch(1);
        MediaConfig config = MediaConfig.DEFAULT.withIce(MediaConfig.Ice.ALWAYS).withLocalHost("127.0.0.1");
        try (MediaTransport transport = new IceTransport(config, "", Trickling.NONE, context, new Told(told))) {
            transport.open(null);
            told.await(SECONDS_FOR_ICE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A handshake with itself, and packets under its keys. Nothing of it leaves this process. */
    private void security() {
        identities.current(); // for the first call, whatever becomes of the rest
        Identity identity = Identity.make(new SecureRandom(), context.loop().now());
        List<Fingerprint> self = List.of(identity.fingerprint());
        for (SrtpProfile profile : List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80)) {
            Loopback loopback = new Loopback(identity, self, List.of(profile), context);
            SrtpKey[] keys = loopback.keys();
            if (keys.length == 2) {
                encrypt(new Srtp(new SrtpSender(keys[0]), new SrtpReceiver(keys[0])));
            }
        }
    }

    private static void encrypt(PacketTransform srtp) {
        byte[] packet = new byte[256];
        for (int i = 0; i < PACKETS; i++) {
            RtpPacket.writeHeader(packet, 0, false, 0, i, 160L * i, 1);
            srtp.unprotect(packet, 0, srtp.protect(packet, 0, 172, false), false);
        }
    }

    private record Told(CountDownLatch latch) implements MediaTransport.Listener {

        @Override
        public void localReady(MediaTransport.Local local) {
            latch.countDown();
        }

        @Override
        public void localCandidate(IceCandidate candidate) {
            // not looked for
        }

        @Override
        public void connected() {
            // to nobody
        }

        @Override
        public void endOfCandidates() {
            // nor is there anybody to tell
        }

        @Override
        public void interrupted(Failure failure) {
            // there is no way that could be
        }

        @Override
        public void warning(Failure failure) {
            // no servers are asked
        }

        @Override
        public void failed(Failure failure) {
            LOG.debug("ICE cannot be warmed up: {}", failure);
            latch.countDown();
        }
    }

    private static void code(AudioCodec codec) {
        AudioCodec.Encoder encoder = codec.encoder(codec.parameters(), 20);
        AudioCodec.Decoder decoder = codec.decoder();
        Resampler resampler = new Resampler(16_000, codec.sampleRate());
        int frame = codec.sampleRate() / 50;
        short[] said = new short[320];
        short[] pcm = new short[6 * frame + 16];
        byte[] packet = new byte[1500];
        for (int i = 0; i < PACKETS; i++) {
            for (int k = 0; k < said.length; k++) {
                said[k] = (short) (3000 * Math.sin((i * said.length + k) * 0.05) * Math.sin(i * 0.3));
            }
            int count = resampler.process(said, 0, said.length, pcm, 0);
            int bytes = encoder.encode(pcm, 0, Math.max(frame, count / frame * frame), packet, 0);
            if (i % 10 == 9) {
                decoder.conceal(pcm, 0, frame);
            } else {
                decoder.decode(packet, 0, bytes, pcm, 0);
            }
        }
    }
}
