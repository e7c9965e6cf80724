// A SIP user agent on the npm package JsSIP, driven by JsSipPage; calls are numbered in the order in which they began.
'use strict';

const peer = (() => {
  let agent;
  const calls = [];

  // Keeps candidates at other addresses of this machine to itself: tests stay on loopback.
  const onLoopback = line => !line.startsWith('a=candidate:') || !line.includes(' typ host')
      || line.includes(' 127.0.0.1 ') || line.includes(' ::1 ');

  // The package silences the track of a call that is held.
  const mouth = () => sound.stream().clone();

  // A track is told of again when it resumes.
  const tracks = new Set();
  const watch = connection => connection.addEventListener('track', event => {
    if (!tracks.has(event.track)) {
      tracks.add(event.track);
      sound.listen(new MediaStream([event.track])).then(() => window.duet('listening'), error => console.error(error));
    }
  });

  const keep = session => {
    if (calls.includes(session)) {
      return calls.indexOf(session);
    }
    const id = calls.push(session) - 1;
    const tell = (kind, more) => window.duet(kind, {id, ...more});
    session.on('sdp', event => {
      if (event.originator === 'local') {
        event.sdp = event.sdp.split('\r\n').filter(onLoopback).join('\r\n');
      }
    });
    if (session.connection) {
      watch(session.connection);
    }
    session.on('peerconnection', event => watch(event.peerconnection));
    for (const failed of ['getusermediafailed', 'peerconnection:setremotedescriptionfailed',
        'peerconnection:setlocaldescriptionfailed', 'peerconnection:createanswerfailed']) {
      session.on(failed, error => {
        console.error(failed, String(error));
        tell('broken', {error: String(error)});
      });
    }
    session.on('progress', event => tell('progress', {status: event.response ? event.response.status_code : 0}));
    session.on('confirmed', () => tell('confirmed'));
    session.on('hold', event => tell('hold', {by: event.originator}));
    session.on('unhold', event => tell('unhold', {by: event.originator}));
    session.on('newDTMF', event => tell('key', {by: event.originator, key: event.dtmf.tone}));
    for (const end of ['ended', 'failed']) {
      session.on(end, event => tell('ended', {by: event.originator, cause: event.cause,
        reason: event.message && event.message.getHeader('Reason'),
        status: event.message && event.message.status_code}));
    }
    session.on('refer', event => {
      tell('refer', {to: event.request.refer_to.uri.toString(), by: event.request.getHeader('Referred-By')});
      event.accept(keep, {mediaStream: mouth()});
    });
    session.on('replaces', event => {
      tell('replaces');
      // It can be answered when the package is through with it.
      event.accept(replacing => {
        keep(replacing);
        queueMicrotask(() => replacing.answer({mediaStream: mouth()}));
      });
    });
    return id;
  };

  return {
    // Registers.
    open(options) {
      agent = new jssip.UA({
        sockets: [new jssip.WebSocketInterface(options.url)],
        uri: 'sip:' + options.user + '@' + options.domain,
        password: options.password,
        session_timers: options.sessionTimers,
        register_expires: 300,
      });
      agent.on('registered', event => window.duet('online', event.response.getHeader('Contact')));
      agent.on('registrationFailed', event => window.duet('refused', event.cause));
      agent.on('disconnected', () => window.duet('offline'));
      agent.on('newMessage', event => event.originator === 'remote'
          && window.duet('message', {from: event.request.from.uri.toString(), body: event.request.body}));
      agent.on('newRTCSession', event => {
        if (event.originator === 'remote' && !calls.includes(event.session)) {
          const id = keep(event.session);
          window.duet('incoming', {id, from: event.request.from.uri.toString(),
            contact: event.request.getHeader('Contact')});
        }
      });
      agent.start();
    },

    call: address => keep(agent.call(address, {mediaStream: mouth()})),

    answer: id => calls[id].answer({mediaStream: mouth()}),
    end: (id, status) => calls[id].terminate(status ? {status_code: status} : {}),
    hold: id => calls[id].hold(),
    resume: id => calls[id].unhold(),
    dtmf: (id, keys, by) => calls[id].sendDTMF(keys, {transportType: by, duration: 100, interToneGap: 70}),
    refer: (id, address, other) => {
      const referred = calls[id].refer(address, other === null ? {} : {replaces: calls[other]});
      referred.on('progress', event => window.duet('referring', {id, status: event.status_line.status_code}));
      referred.on('accepted', event => window.duet('referred', {id, status: event.status_line.status_code}));
      referred.on('failed', event => window.duet('unreferred', {id, status: event.status_line.status_code}));
      referred.on('requestFailed', event => window.duet('unreferred', {id, cause: event.cause}));
    },
    message: (address, body) => new Promise((resolve, reject) => agent.sendMessage(address, body, {eventHandlers: {
      succeeded: event => resolve(event.response.status_code),
      failed: event => reject(new Error(event.cause)),
    }})),
    stats: id => statsOf(calls[id === undefined ? calls.length - 1 : id].connection),
    close: () => agent.stop(),
  };
})();
