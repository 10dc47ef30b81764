/** A recording that is played from any place. */

import { button, h, say } from "../parts.js";

export class Sound {
  constructor(view, src) {
    this.view = view;
    this.player = h("audio", { controls: true, preload: "auto", src, "aria-label": say(view, "sound") });
    this.trouble = h("p", { class: "wk-trouble", role: "status" });
    this.player.addEventListener("error", () => this.lost());
    this.root = h("div", { class: "wk-sound" }, this.player, this.trouble);
  }

  play(at) {
    this.player.currentTime = at;
    this.player.play().catch((error) => error.name === "NotSupportedError" && this.lost());
  }

  stop() {
    this.player.pause();
  }

  /** Play from there, or stop. */
  turn(at) {
    if (this.player.paused) this.play(at);
    else this.stop();
  }

  /** A button that plays from where `place()` says. */
  from(place) {
    const one = button(say(this.view, "sound_from"), "quiet", () => this.turn(place()));
    const named = (word) => () => (one.firstChild.textContent = say(this.view, word));
    this.player.addEventListener("play", named("sound_stop"));
    this.player.addEventListener("pause", named("sound_from"));
    return one;
  }

  lost() {
    this.trouble.textContent = say(this.view, "sound_gone");
  }
}
