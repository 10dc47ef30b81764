/** What this browser remembers of the desk: what is folded away, and what slots held for whom. */

const FOLDED = "curtain.desk.folded";
const LETTERS = "curtain.desk.letters";
const SLOTS = "curtain.desk.slots";
const MOST_PEOPLE = 200;

function read(store, name) {
  try {
    return JSON.parse(store.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function write(store, name, value) {
  try {
    store.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing forgets; the work goes on.
  }
}

/** Which parts beside the answer are folded away: {part: boolean}. */
export const foldedParts = () => read(localStorage, FOLDED);

export function fold(part, folded) {
  write(localStorage, FOLDED, { ...foldedParts(), [part]: folded });
}

/** Whether letters and digits do something by themselves: who speaks to their computer may not want that. */
export const lettersAreKeys = () => read(localStorage, LETTERS).off !== true;

export const switchLetters = (on) => write(localStorage, LETTERS, { off: !on });

/** What slots held for one person: {name: value}. It lives as long as the tab, for it may be theirs. */
export const slotsOf = (person) => read(sessionStorage, SLOTS)[person] ?? {};

export function rememberSlots(person, values) {
  if (Object.keys(values).length === 0) return;
  const { [person]: before = {}, ...others } = read(sessionStorage, SLOTS);
  const kept = Object.entries(others).slice(-MOST_PEOPLE);
  write(sessionStorage, SLOTS, { ...Object.fromEntries(kept), [person]: { ...before, ...values } });
}
