// A peer on the npm package stanza, driven by StanzaPage and StanzaChat; one call at a time.
'use strict';

const peer = (() => {
  let client;
  let call;
  let settings;

  const onLoopback = candidate => candidate.type !== 'host' || ['127.0.0.1', '::1'].includes(candidate.address);

  // Keeps candidates at other addresses of this machine to itself: tests stay on loopback.
  class LoopbackConnection extends RTCPeerConnection {
    set onicecandidate(listener) {
      super.onicecandidate = event => {
        if (!event.candidate || !event.candidate.candidate || onLoopback(event.candidate)) {
          listener(event);
        }
      };
    }
  }

  const about = session => ({sid: session.sid, peer: session.peerID});

  const speak = session => {
    const stream = sound.stream();
    return session.addTrack(stream.getAudioTracks()[0], stream)
        .then(() => preferCodec(session.pc, settings.codec));
  };

  return {
    // Signs in, and is online for everybody who asks.
    open(options) {
      settings = options;
      client = stanza.createClient({
        jid: options.jid,
        password: options.password,
        resource: options.resource,
        autoReconnect: false,
        transports: {websocket: options.url, bosh: false},
        jingle: {
          advertiseVideo: false,
          advertiseFileTransfer: false,
          bundlePolicy: 'max-bundle',
          iceServers: options.iceServers,
          iceTransportPolicy: options.relayOnly ? 'relay' : 'all',
          createPeerConnection: (session, configuration) => new LoopbackConnection(configuration),
        },
      });
      client.on('session:started', async jid => {
        await client.getRoster();
        client.updateCaps();
        client.sendPresence({legacyCapabilities: client.disco.getCaps()});
        window.duet('online', client.jid || jid);
      });
      client.on('auth:failed', () => window.duet('refused'));
      client.on('disconnected', () => window.duet('offline'));
      client.on('subscribe', presence => {
        client.acceptSubscription(presence.from);
        client.subscribe(presence.from);
      });
      client.on('available', presence => window.duet('sees', presence.from));
      client.on('jingle:incoming', session => {
        call = session;
        window.duet('incoming', about(session));
      });
      client.on('jingle:accepted', session => window.duet('accepted', about(session)));
      client.on('jingle:terminated', (session, reason) => window.duet('terminated',
          {...about(session), reason: reason && reason.condition}));
      for (const event of ['ringing', 'hold', 'resumed', 'mute', 'unmute']) {
        client.on('jingle:' + event, (session, info) => window.duet(event, {...about(session), info}));
      }
      client.jingle.on('connectionState', (session, state) => window.duet('connection', state));
      client.jingle.on('peerTrackAdded', (session, track) => sound.listen(new MediaStream([track]))
          .then(() => window.duet('listening'), error => console.error(error)));
      client.jingle.on('log', (level, message, ...more) => level === 'error' && console.error(message,
          ...more.map(one => one instanceof Error ? one.stack : JSON.stringify(one))));
      for (const event of ['message', 'presence', 'receipt', 'chat:state', 'replace', 'marker:displayed']) {
        client.on(event, stanza => window.duet(event, stanza));
      }
      client.on('muc:topic', topic => window.duet('topic', topic));
      client.on('raw:*', (direction, data) => window.duet('raw', {direction, data}));
      client.connect();
    },

    async call(jid) {
      call = client.jingle.createMediaSession(jid);
      await speak(call);
      await call.start({offerToReceiveAudio: true});
      return call.sid;
    },

    ring: () => call.ring(),

    async answer() {
      await speak(call);
      await call.accept();
    },

    end: reason => call.end(reason),
    hold: () => call.hold(),
    resume: () => call.resume(),
    restart: () => call.restartIce(),
    dtmf: keys => call.pc.getSenders()[0].dtmf.insertDTMF(keys, 100, 70),
    stats: () => statsOf(call.pc),

    say: message => client.sendMessage(message),
    show: presence => client.sendPresence({legacyCapabilities: client.disco.getCaps(), ...presence}),
    join: (room, nick) => client.joinRoom(room, nick).then(() => undefined),
    leave: room => client.leaveRoom(room).then(() => undefined),
    subject: (room, subject) => client.setSubject(room, subject),

    // Puts a file, whose bytes are in base64, at the server (XEP-0363), and returns where others get it.
    async upload(name, mediaType, base64) {
      const bytes = Uint8Array.from(atob(base64), one => one.charCodeAt(0));
      const service = await client.getUploadService();
      const slot = await client.getUploadSlot(service.jid, {name, mediaType, size: bytes.length});
      const headers = Object.fromEntries((slot.upload.headers || []).map(header => [header.name, header.value]));
      const put = await fetch(slot.upload.url, {method: 'PUT', body: bytes, headers});
      if (!put.ok) {
        throw new Error('The server took no file: ' + put.status);
      }
      return slot.download;
    },

    // Gets a file, and returns its bytes in base64.
    async fetch(url) {
      const got = await fetch(url);
      if (!got.ok) {
        throw new Error('The server gave no file: ' + got.status);
      }
      const bytes = new Uint8Array(await got.arrayBuffer());
      return btoa(Array.from(bytes, one => String.fromCharCode(one)).join(''));
    },

    close: () => client.disconnect(),
  };
})();
