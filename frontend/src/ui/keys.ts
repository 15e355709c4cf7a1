/** What a key press means: one map, read by the handler, the controls' key caps and the list of shortcuts. */

import { useEffect, useRef } from "react";

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly target: EventTarget | null;
}

export const SHORTCUTS = [
  { where: "Everywhere", keys: [["?", "This list"], ["/", "Find a case"], ["w", "Worklist"], ["c", "New case"], ["Esc", "Close"]] },
  { where: "Worklist", keys: [["j k", "Next, previous row"], ["Enter", "Open the case"], ["u", "Urgent only"], ["r", "Show changes"]] },
  {
    where: "Case",
    keys: [["1–9", "Criterion by number"], ["j k", "Next, previous criterion"], ["[ ]", "Previous, next quote"], ["t", "Next tab"], ["n p", "Next, previous case"], ["d", "Decision"]],
  },
  { where: "Decision", keys: [["a", "Accept"], ["o", "Override"], ["l", "Letter"], ["Ctrl Enter", "Sign and record"]] },
] as const;

const OFF = "priorauth.single-keys-off";

export const singleKeysOff = (): boolean => localStorage.getItem(OFF) === "yes";
export const setSingleKeysOff = (off: boolean): void => localStorage.setItem(OFF, off ? "yes" : "no");

const FIELDS = new Set(["INPUT", "TEXTAREA", "SELECT"]);

function isTyping(target: EventTarget | null): boolean {
  if (typeof HTMLElement === "undefined" || !(target instanceof HTMLElement)) return false;
  if (target.closest("dialog[open]")) return true;
  if (target instanceof HTMLInputElement && ["checkbox", "radio"].includes(target.type)) return false;
  return FIELDS.has(target.tagName) || target.isContentEditable;
}

/** The key a press stands for, or null when single keys are not to act on it. */
export function meaning(press: Press, off: boolean): string | null {
  if (press.repeat || press.metaKey || press.altKey) return null;
  if (press.ctrlKey) return press.key === "Enter" ? "Ctrl Enter" : null;
  if (isTyping(press.target) || (off && press.key.length === 1)) return null;
  return press.key;
}

/** Act on single keys while the component is on screen; the handler says whether the key was its own. */
export function useKeys(handle: (key: string) => boolean): void {
  const held = useRef(handle);
  useEffect(() => {
    held.current = handle;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const key = meaning(event, singleKeysOff());
      if (key !== null && held.current(key)) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
