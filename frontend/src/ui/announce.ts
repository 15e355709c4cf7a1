/** One polite live region for the whole page. */

let region: HTMLElement | null = null;

export const setRegion = (element: HTMLElement | null): void => {
  region = element;
};

export function announce(words: string): void {
  if (region) region.textContent = words;
}
