/** Styles of a staff screen, there before the screen is. */

/**
 * Calls `then` once a style sheet is there, so that nobody sees the screen bare.
 * @param {string} name the sheet's file, beside the modules
 * @param {() => void} then
 */
export function withStyles(name, then) {
  const href = new URL(name, import.meta.url).href;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) {
    then();
    return;
  }
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  link.onload = link.onerror = then;
  document.head.append(link);
}
