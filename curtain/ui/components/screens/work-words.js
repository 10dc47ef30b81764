/** What screens of work say by themselves: correcting, ordering, choosing. The words of a view go first. */

import { WORDS } from "../parts.js";

const OWN = {
  done: "Done",
  continue: "Continue",
  edit_text: "Your text",
  edit_check: "Worth a check",
  edit_word: "{word}, worth a check",
  edit_word_why: "{word} {label}, worth a check",
  edit_keys: "Alt + ↓ goes to the next marked word.",
  edit_keys_sound: "Alt + ↓ goes to the next marked word. Esc plays from there, or stops.",
  edit_none_left: "All marked words are changed.",
  sound: "Recording",
  sound_gone: "The recording can't be played here.",
  sound_from: "Play from the cursor",
  sound_stop: "Stop",
  rank_up: "Move up: {title}",
  rank_down: "Move down: {title}",
  rank_moved: "{title}: now {place} of {of}",
  pick_one: "Choose one.",
  pick_some: "Choose {of}: {count} so far.",
  pick_missing: "Please choose {of}.",
  choose_first: "The first is better",
  choose_second: "The second is better",
  choose_tie: "I can't decide",
  choose_why: "Why? You can leave this empty.",
  option_first: "First",
  option_second: "Second",
  nothing_came: "No answer came.",
};

for (const [name, text] of Object.entries(OWN)) WORDS[name] ??= text;
