/** How new requests make themselves known: the number in the tab's title, words for a screen reader, a soft sound. */

import { canBeTaken } from "./desk-queue.js";

const SOUND = "curtain.desk.sound";

export class Announcer {
  constructor() {
    this.known = null;
    this.audio = null;
    // Browsers let a page sound only after a first press; a desk that was reloaded with sound on waits for it.
    this.wake = () => this.sound && this.#context()?.resume();
    window.addEventListener("pointerdown", this.wake);
    window.addEventListener("keydown", this.wake);
  }

  get sound() {
    return localStorage.getItem(SOUND) === "on";
  }

  toggleSound() {
    localStorage.setItem(SOUND, this.sound ? "off" : "on");
    if (this.sound) this.#play();
  }

  /**
   * Tells of the requests that were not there before.
   * @param {{queue: {prediction: string, who: string, state: string}[]}} view
   * @param {boolean} quiet whether the operator is on a break
   * @returns {string | null} what to say aloud, null when there is nothing new
   */
  notice(view, quiet = false) {
    const waiting = view.queue.filter(canBeTaken);
    const first = this.known === null;
    const fresh = waiting.filter((row) => !this.known?.has(row.prediction));
    // One that a colleague lets go is news; one that I gave back myself is not.
    this.known = new Set(view.queue.filter((row) => row.state !== "taken").map((row) => row.prediction));
    if (first || quiet || fresh.length === 0) return null;
    if (this.sound) this.#play();
    const who = fresh.length === 1 ? `New request from ${fresh[0].who}.` : `${fresh.length} new requests.`;
    return `${who} ${waiting.length} waiting.`;
  }

  /** Puts the number of waiting requests before whatever the page is called just now. */
  title(waiting) {
    const bare = document.title.replace(/^\(\d+\) /, "");
    const title = waiting > 0 ? `(${waiting}) ${bare}` : bare;
    if (document.title !== title) document.title = title;
  }

  close() {
    this.title(0);
    window.removeEventListener("pointerdown", this.wake);
    window.removeEventListener("keydown", this.wake);
    this.audio?.close();
  }

  #context() {
    this.audio ??= new AudioContext();
    return this.audio;
  }

  #play() {
    const audio = this.#context();
    audio.resume();
    for (const [pitch, after] of [[587, 0], [784, 0.12]]) {
      const start = audio.currentTime + after;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.08, start + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.5);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.5);
    }
  }
}
