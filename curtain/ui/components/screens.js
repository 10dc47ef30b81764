/** Draws a view: plain data in, one element out. The same view always gives the same element. */

import { button, h, mark, part, say } from "./parts.js";
import { countdown } from "./limit.js";
import * as annotate from "./screens/annotate.js";
import * as chat from "./screens/chat.js";
import * as choose from "./screens/choose.js";
import * as edit from "./screens/edit.js";
import * as embed from "./screens/embed.js";
import * as forms from "./screens/forms.js";
import * as pages from "./screens/pages.js";
import * as rank from "./screens/rank.js";
import * as show from "./screens/show.js";

const DRAWS = { ...pages, ...show, ...chat, ...annotate, ...forms, ...edit, ...rank, ...choose, ...embed };

/**
 * The whole screen of `view`. What a person does on it is told by `act(message, button)`, where the message has
 * `act` and what belongs to it (`reaction`, `value`, `revision`, `prediction`, `answers`).
 */
export function render(view, act) {
  const { screen } = view;
  const draw = DRAWS[screen.kind] ?? pages.gone;
  return h(
    "div",
    { class: "s-app", "data-kind": screen.kind, lang: view.lang ?? "en", dir: view.dir ?? "ltr" },
    progress(view),
    h(
      "header",
      { class: "s-bar" },
      mark(screen.app ?? view.title),
      h("span", {}, screen.app ?? view.title),
      part("limit", [screen.limit !== undefined], screen.limit === undefined ? null : countdown(view, screen.limit)),
    ),
    h("main", { class: "s-main" }, draw(view, screen, act), around(screen, act)),
  );
}

function progress(view) {
  const { done, of } = view.progress ?? { done: 0, of: 0 };
  if (!of) return part("progress", null);
  const text = say(view, "step_of", { done, of });
  const bar = h("div", {
    class: "s-progress",
    role: "progressbar",
    "aria-label": say(view, "progress"),
    "aria-valuemin": "0",
    "aria-valuemax": String(of),
    "aria-valuenow": String(done),
    "aria-valuetext": text,
  });
  bar.append(h("div", { class: "s-progress-done", style: `transform: scaleX(${done / of})` }));
  return part("progress", view.progress, bar);
}

/** The ways around a screen: back, and past it. */
function around({ back, skip }, act) {
  const one = (text, name) => text && button(text, "quiet", (pressed) => act({ act: name }, pressed), { "data-key": name });
  const ways = [one(back, "back"), one(skip, "skip")].filter(Boolean);
  return part("around", [back, skip], ways.length ? h("div", { class: "s-around" }, ways) : null);
}
