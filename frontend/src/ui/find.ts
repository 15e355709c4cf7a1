/** What was typed into Find. It stays in memory: free text never goes into an address. */

let sought = "";
const listeners = new Set<() => void>();

export function findInWorklist(text: string): void {
  sought = text.trim();
  for (const heard of listeners) heard();
}

export const soughtText = (): string => sought;

export function onFind(heard: () => void): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

let place = "/";

/** Where the worklist was last looked at, so that going back leads to the same view. */
export const worklistPlace = (): string => place;
export const keepWorklistPlace = (search: string): void => {
  place = search ? `/?${search}` : "/";
};
