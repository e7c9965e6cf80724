// Sound of a page: a track that says a WAV, and a recorder of what a stream brings. Nothing sounds in the room.
'use strict';

const sound = (() => {
  const context = new AudioContext({sampleRate: 48000, latencyHint: 'playback'});
  const mouth = context.createMediaStreamDestination();
  mouth.channelCount = 1;
  // Without a source there is not even silence, and then no packet, not one with a key, either.
  const silence = context.createConstantSource();
  silence.offset.value = 0;
  silence.connect(mouth);
  silence.start();
  const players = [];
  let blocks = [];
  let rate = 0;

  // Takes the track's own frames: by way of an audio context they would keep another time.
  const read = async reader => {
    for (;;) {
      const {value: frame, done} = await reader.read();
      if (done) {
        return;
      }
      rate = frame.sampleRate;
      const block = new Int16Array(frame.numberOfFrames);
      const plane = new Float32Array(frame.numberOfFrames);
      frame.copyTo(plane, {planeIndex: 0, format: 'f32-planar'});
      frame.close();
      for (let i = 0; i < plane.length; i++) {
        block[i] = Math.max(-32768, Math.min(32767, Math.round(plane[i] * 32768)));
      }
      blocks.push(block);
    }
  };

  return {
    // A stream whose one track is silent until something is said.
    stream: () => mouth.stream,

    // Says a WAV, given by its address, once, and so many seconds from now: the line has to settle, here and there.
    async say(address, after) {
      const wav = await (await fetch(address)).arrayBuffer();
      const source = context.createBufferSource();
      source.buffer = await context.decodeAudioData(wav);
      source.connect(mouth);
      source.onended = () => window.duet('said', address);
      await context.resume();
      source.start(context.currentTime + after);
    },

    // Keeps what this stream brings, from now on.
    async listen(stream) {
      // A stream from the network flows only when an element plays it.
      const player = new Audio();
      player.muted = true;
      player.srcObject = stream;
      players.push(player);
      await player.play();
      read(new MediaStreamTrackProcessor({track: stream.getAudioTracks()[0]}).readable.getReader());
    },

    forget() {
      blocks = [];
    },

    // What was heard since it was forgotten: seconds of it, and 16-bit samples in base 64.
    seconds: () => blocks.reduce((sum, block) => sum + block.length, 0) / (rate || 1),
    heard() {
      let text = '';
      for (const block of blocks) {
        const bytes = new Uint8Array(block.buffer);
        text += String.fromCharCode(...bytes);
      }
      return {rate, samples: btoa(text)};
    },
  };
})();
