/** What was typed here and sent nowhere: whoever goes elsewhere, by link, key, way back or closing, is asked first. */

const QUESTION = "Leave this page? What you typed here would be lost.";
let held: string | null = null;

const here = (): string => location.pathname + location.search;
const closing = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Guard the page at this address until it is released. */
export function hold(): () => void {
  held = here();
  addEventListener("beforeunload", closing);
  return release;
}

/** Nothing would be lost any more. */
export function release(): void {
  held = null;
  removeEventListener("beforeunload", closing);
}

/** Whether this address may take the page's place: nothing would be lost by it, or the person said so. */
export function mayLeave(to: string): boolean {
  if (held === null || to === held) return true;
  if (!confirm(QUESTION)) return false;
  release();
  return true;
}

/** Listen to the way back. A window tells its listeners in their order, so this comes before the router listens. */
export const watchWayBack = (): void => addEventListener("popstate", wentBack);

/** The address has changed already; it is put back before anybody else sees it. */
function wentBack(event: PopStateEvent): void {
  const page = held;
  if (mayLeave(here())) return;
  event.stopImmediatePropagation();
  history.pushState(null, "", page);
}
