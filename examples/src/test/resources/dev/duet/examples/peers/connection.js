// What pages with a peer connection share.
'use strict';

// Leaves one codec, such as "audio/PCMU", and telephone-event.
const preferCodec = (connection, codec) => {
  const wanted = [codec.toLowerCase(), 'audio/telephone-event'];
  const codecs = RTCRtpReceiver.getCapabilities('audio').codecs
      .filter(one => wanted.includes(one.mimeType.toLowerCase()));
  connection.getTransceivers().forEach(transceiver => transceiver.setCodecPreferences(codecs));
};

// The statistics that tests ask for, by what they are about.
const statsOf = async connection => {
  const stats = await connection.getStats();
  const told = {connection: connection.connectionState};
  for (const one of stats.values()) {
    if (one.type === 'inbound-rtp') {
      told.received = one;
      told.codec = (stats.get(one.codecId) || {}).mimeType;
    } else if (one.type === 'outbound-rtp') {
      told.sent = one;
    } else if (one.type === 'transport') {
      told.transport = one;
      told.pair = stats.get(one.selectedCandidatePairId);
      if (told.pair) {
        told.local = stats.get(told.pair.localCandidateId);
        told.remote = stats.get(told.pair.remoteCandidateId);
      }
    }
  }
  return told;
};
