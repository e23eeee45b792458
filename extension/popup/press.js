/**
 * A press takes time. A button that is drawn anew between its two halves (mouse down and up, Space down and up) gets no
 * click, and the person's one press is lost. So drawing waits until a press has ended, but never for long.
 */

/** Longer than a slow hand takes; whoever holds the button longer is not pressing. */
const LONGEST_MS = 1_000;

/**
 * @param {() => void} draw
 * @returns {() => void} draws now, or once when the press that is under way has ended
 */
export function betweenPresses(draw) {
  let isWaiting = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} a press is under way until it rings */
  let end;

  function begin() {
    clearTimeout(end);
    end = setTimeout(finish, LONGEST_MS);
  }

  function release() {
    if (end === undefined) return;
    clearTimeout(end);
    end = setTimeout(finish, 0); // the click comes after the release, in the same task
  }

  function finish() {
    end = undefined;
    if (!isWaiting) return;
    isWaiting = false;
    draw();
  }

  /** @param {KeyboardEvent} event Enter presses at once, a link or a field takes Space otherwise */
  const isSpace = ({ key, repeat }) => key === " " && !repeat;
  document.addEventListener("pointerdown", begin, true);
  document.addEventListener("pointerup", release, true);
  document.addEventListener("pointercancel", release, true);
  document.addEventListener("keydown", (event) => isSpace(event) && begin(), true);
  document.addEventListener("keyup", (event) => isSpace(event) && release(), true);

  return () => {
    if (end === undefined) draw();
    else isWaiting = true;
  };
}
