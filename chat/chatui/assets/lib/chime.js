// Two soft notes when a chat is offered, one when a message comes; a browser that does not allow sound stays silent.
const SLOT = "switchboard/sound"; // of this browser: "off"
let audio;

/** sounds reports whether there is to be any sound; sound(on) says so. */
export function sounds() {
  try {
    return localStorage.getItem(SLOT) !== "off";
  } catch {
    return true;
  }
}

export function sound(on) {
  try {
    if (on) localStorage.removeItem(SLOT);
    else localStorage.setItem(SLOT, "off");
  } catch {
    // it lasts as long as the page
  }
}

export function chime(notes = [660, 880]) {
  if (!sounds()) return;
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") return;
    notes.forEach((hz, i) => {
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
