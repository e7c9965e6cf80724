// One peer connection at a time, driven by RtcPage.
'use strict';

const rtc = (() => {
  let connection;
  let sender;
  let problems;

  // Right after a restart the state is still that of the gathering before, but nothing was found yet; the null
  // candidate tells that no more will be.
  const gathered = () => new Promise((done, failed) => {
    const check = event => {
      if (connection.iceGatheringState === 'complete' && connection.localDescription.sdp.includes('a=candidate:')) {
        done();
      } else if (event?.candidate === null) {
        failed(new Error('no candidate was found: ' + JSON.stringify(problems)));
      }
    };
    connection.addEventListener('icegatheringstatechange', check);
    connection.addEventListener('icecandidate', check);
    check();
  });

  // Sets a local description after replacing parts of it.
  const local = async (description, replacements, trickle) => {
    let text = description.sdp;
    for (const [from, to] of replacements) {
      text = text.replaceAll(from, to);
    }
    await connection.setLocalDescription({type: description.type, sdp: text});
    if (!trickle) {
      await gathered();
    }
    return connection.localDescription.sdp;
  };

  return {
    open(configuration, codec) {
      connection = new RTCPeerConnection(configuration);
      connection.onicecandidate = event => event.candidate
          ? window.duet('candidate', event.candidate.toJSON()) : window.duet('gathered');
      problems = [];
      connection.onicecandidateerror = event => {
        const problem = {url: event.url, code: event.errorCode, text: event.errorText};
        problems.push(problem);
        window.duet('candidateError', problem);
      };
      connection.onconnectionstatechange = () => window.duet('connection', connection.connectionState);
      connection.oniceconnectionstatechange = () => window.duet('ice', connection.iceConnectionState);
      // A track that was on hold comes again, and is still listened to.
      const heard = new Set();
      connection.ontrack = event => {
        if (!heard.has(event.track)) {
          heard.add(event.track);
          sound.listen(new MediaStream([event.track]))
              .then(() => window.duet('listening'), error => console.error(error));
        }
      };
      const stream = sound.stream();
      sender = connection.addTrack(stream.getAudioTracks()[0], stream);
      preferCodec(connection, codec);
    },

    offer: async (options, replacements, trickle) =>
        local(await connection.createOffer(options), replacements, trickle),

    answer: async (replacements, trickle) => local(await connection.createAnswer(), replacements, trickle),

    remote: (type, sdp) => connection.setRemoteDescription({type, sdp}),
    candidate: candidate => connection.addIceCandidate(candidate),
    restart: () => connection.restartIce(),
    state: () => connection.connectionState,
    direction: wanted => connection.getTransceivers().forEach(transceiver => transceiver.direction = wanted),

    configure: configuration => connection.setConfiguration(configuration),

    // Presses keys, and tells each as it begins; the last tone is the empty text.
    dtmf(keys, duration, gap) {
      sender.dtmf.ontonechange = event => window.duet('tone', event.tone);
      sender.dtmf.insertDTMF(keys, duration, gap);
    },

    canDtmf: () => sender.dtmf !== null && sender.dtmf.canInsertDTMF,

    stats: () => statsOf(connection),

    close: () => connection.close(),
  };
})();
