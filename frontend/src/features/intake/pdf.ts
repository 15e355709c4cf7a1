/** What can be said of a PDF before it is sent: how many pages, and whether any of them can hold text. The engine reads it properly. */

export interface PdfFacts {
  readonly pages: number | null;
  /** A page without a font holds pictures alone; null where the file does not tell. */
  readonly hasText: boolean | null;
}

const UNKNOWN: PdfFacts = { pages: null, hasText: null };

export async function factsOf(file: Blob): Promise<PdfFacts> {
  const raw = latin(new Uint8Array(await file.arrayBuffer()));
  if (!raw.startsWith("%PDF-") || raw.includes("/Encrypt")) return UNKNOWN;
  const packed = await Promise.all(packedObjects(raw).map(inflated));
  if (packed.includes(null)) return UNKNOWN;
  const whole = [raw, ...packed].join("\n");
  const pages = whole.match(/\/Type\s*\/Page(?![A-Za-z])/g)?.length ?? 0;
  return pages === 0 ? UNKNOWN : { pages, hasText: /\/Font\b/.test(whole) };
}

/** Streams that hold objects rather than what is drawn. */
function packedObjects(raw: string): string[] {
  const found: string[] = [];
  for (const head of raw.matchAll(/\/Type\s*\/ObjStm[^]*?stream\r?\n/g)) {
    const start = head.index + head[0].length;
    const end = raw.indexOf("endstream", start);
    if (end > start) found.push(raw.slice(start, end).replace(/\r?\n$/, ""));
  }
  return found;
}

async function inflated(packed: string): Promise<string | null> {
  try {
    const bytes = Uint8Array.from(packed, (letter) => letter.charCodeAt(0));
    const open = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")));
    return latin(new Uint8Array(await open.arrayBuffer()));
  } catch {
    return null;
  }
}

const AT_ONCE = 8192;

/** One letter for each byte, so that places in the text are places in the file. */
function latin(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += AT_ONCE) parts.push(String.fromCharCode(...bytes.subarray(at, at + AT_ONCE)));
  return parts.join("");
}
