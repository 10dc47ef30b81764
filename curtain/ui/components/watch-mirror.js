/** A phone in which a participant's screen stands: in a document of its own, with the look that the product has there. */

import { h } from "/ui/parts.js";

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/ui/screen.css"><script type="module" src="/staff-ui/watch-frame.js"></script>
</head><body></body></html>`;

export class Mirror {
  constructor() {
    this.view = null;
    this.frame = h("iframe", { class: "w-frame", srcdoc: PAGE, title: "What the participant sees" });
    // A page that draws itself anew may move the frame, which begins with an empty document then.
    this.frame.addEventListener("load", () => this.draw());
    this.root = h("div", { class: "w-phone" }, this.frame);
  }

  show({ who, view }) {
    this.view = view;
    this.frame.title = `What ${who} sees`;
    this.draw();
  }

  draw() {
    if (this.view) this.frame.contentWindow?.draw?.(this.view);
  }
}
