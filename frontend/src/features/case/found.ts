/** Where words stand in a text, whatever their case and however the line was broken between them. Pure. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

const MOST = 500;

export function matches(text: string, sought: string): Place[] {
  const words = sought.trim().split(/\s+/).filter(Boolean).map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, String.raw`\$&`));
  if (words.length === 0) return [];
  const found: Place[] = [];
  for (const match of text.matchAll(new RegExp(words.join(String.raw`\s+`), "gi"))) {
    if (found.length === MOST) break;
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  return found;
}
