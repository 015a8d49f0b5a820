// Two soft notes when a chat is offered; a browser that does not allow sound stays silent.
let audio;

export function chime() {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") return;
    [660, 880].forEach((hz, i) => {
      const at = audio.currentTime + i * 0.16;
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      tone.frequency.value = hz;
      gain.gain.setValueAtTime(0, at);
      gain.gain.linearRampToValueAtTime(0.08, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.5);
    });
  } catch {
    // no sound here
  }
}
