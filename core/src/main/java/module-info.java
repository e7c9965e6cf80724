/**
 * Duet's core: the API, the neutral model, the SPI, and all logic that is neither SIP nor XMPP nor RTP.
 *
 * <p>Layers, each uses only those before it: model, audio, spi, api, internal, and the entry class. Beside them, jdbc
 * implements stores of spi.
 */
module dev.duet.core {
    requires java.net.http;
    requires org.slf4j;
    requires static transitive java.sql; // for dev.duet.jdbc alone
    requires static transitive org.jspecify;

    exports dev.duet;
    exports dev.duet.api;
    exports dev.duet.api.event;
    exports dev.duet.audio;
    exports dev.duet.jdbc;
    exports dev.duet.model;
    exports dev.duet.spi;
    exports dev.duet.spi.net;

    uses dev.duet.spi.ProtocolStack.Provider;
    uses dev.duet.spi.MediaEngine.Provider;
    uses dev.duet.spi.NumberPlan;
}
