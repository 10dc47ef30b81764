/** What the product's screens say by themselves. The words of a view go first. */

import { WORDS } from "../../parts.js";

Object.assign(WORDS, {
  continue: "Continue",
  ok: "OK",
  undo: "Undo",
  why: "Why?",
  details: "Details",
  sure: "How sure",
  hint: "There is something to see here",
  done_for_you: "Done for you",
  acts_in: "Unless you stop it, this happens in {seconds} seconds.",
  suggested: "Suggested",
  changed: "Changed by you",
  not_secure: "Not secure",
  found: "In the picture",
  star_of: "{point} of {of} stars",
  report_what: "What is wrong? You can leave this empty.",
  send: "Send",
  reported: "Thank you, it was passed on.",
  saved: "Thank you, it was saved.",
});
