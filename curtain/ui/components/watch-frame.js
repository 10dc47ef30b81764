/** Inside the phone of somebody who looks on: draws what the participant sees, by the same renderers, and lets nobody act. */

import { h, renew } from "/ui/parts.js";
import { render } from "/ui/screens.js";

const INSIDE = "Their page runs here. What they do inside it cannot be seen from outside.";
// A page made elsewhere is not fetched a second time: it would begin anew here, and whoever made it would notice.
const INSTEAD = `data:text/html,${encodeURIComponent(
  `<meta name="color-scheme" content="light dark"><p style="font:16px system-ui;margin:2rem;text-align:center">${INSIDE}</p>`,
)}`;

const stage = h("div", { class: "s-stage" });
const root = h("div", { class: "s-root", role: "region", "aria-label": "The participant's screen", tabindex: "0" }, stage);
document.body.append(root);

let drawn = null;

window.draw = ({ ...view }) => {
  if (view.screen.kind === "embed") view.screen = { ...view.screen, src: INSTEAD };
  const fresh = render(view, () => {});
  const same = drawn && drawn.place === view.place && drawn.kind === view.screen.kind;
  if (!same || !renew(stage.firstChild, fresh)) {
    stage.replaceChildren(fresh);
    root.scrollTop = 0;
  }
  drawn = { place: view.place, kind: view.screen.kind };
  document.documentElement.lang = view.lang ?? "en";
  still(stage.firstChild);
};

/** What scrolls goes on scrolling; nothing in it can be pressed, come to by key, or heard. */
function still(app) {
  const main = app.querySelector(".s-main");
  for (const part of [...app.children, ...main.children]) part.inert = part !== main;
  if (app.dataset.kind === "chat") main.tabIndex = 0;
  for (const sound of app.querySelectorAll("audio, video")) Object.assign(sound, { muted: true, autoplay: false });
}
