/** A rule's text as blocks to show. Knows what our rule files use: headings, lists, tables, fences, paragraphs. */

export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly { readonly depth: number; readonly text: string }[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "front"; readonly lines: readonly (readonly [string, string])[] }
  | { readonly kind: "paragraph"; readonly text: string };

const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^(\s*)(?:[-*]|(\d+)\.)\s+(.*)$/;

export function blocks(source: string): Block[] {
  const lines = source.replaceAll("\r\n", "\n").split("\n");
  const found: Block[] = [];
  let at = 0;
  if (lines[0] === "---") {
    const end = lines.indexOf("---", 1);
    if (end > 0) {
      found.push({ kind: "front", lines: lines.slice(1, end).filter((line) => line.trim() !== "").map(pair) });
      at = end + 1;
    }
  }
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = HEADING.exec(line);
    if (line.trim() === "") at += 1;
    else if (heading) {
      found.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
      at += 1;
    } else if (line.startsWith("```")) {
      const close = lines.findIndex((one, n) => n > at && one.startsWith("```"));
      const end = close < 0 ? lines.length : close;
      found.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end + 1;
    } else if (line.trimStart().startsWith("|")) {
      const end = until(lines, at, (one) => !one.trimStart().startsWith("|"));
      const cells = lines.slice(at, end).map(row);
      found.push({ kind: "table", head: cells[0] ?? [], rows: cells.slice(1).filter((one) => !one.every((cell) => /^:?-+:?$/.test(cell))) });
      at = end;
    } else if (ITEM.test(line)) {
      const end = until(lines, at, (one) => one.trim() === "" || HEADING.test(one));
      found.push(list(lines.slice(at, end)));
      at = end;
    } else {
      const end = until(lines, at, (one) => one.trim() === "" || HEADING.test(one) || ITEM.test(one) || one.startsWith("```") || one.trimStart().startsWith("|"));
      found.push({ kind: "paragraph", text: lines.slice(at, end).join(" ") });
      at = end;
    }
  }
  return found;
}

const until = (lines: readonly string[], from: number, stop: (line: string) => boolean): number => {
  const end = lines.findIndex((line, n) => n > from && stop(line));
  return end < 0 ? lines.length : end;
};

const pair = (line: string): readonly [string, string] => {
  const colon = line.indexOf(":");
  return colon < 0 ? ["", line.trim()] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
};

const row = (line: string): string[] => line.trim().replace(/^\|/, "").replace(/\|$/, "").split(/(?<!\\)\|/).map((cell) => cell.trim());

function list(lines: readonly string[]): Block {
  const items: { depth: number; text: string }[] = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    const last = items.at(-1);
    if (item) items.push({ depth: Math.floor((item[1]?.length ?? 0) / 2), text: item[3] ?? "" });
    else if (last) last.text = `${last.text} ${line.trim()}`;
  }
  return { kind: "list", ordered: /^\s*\d+\./.test(lines[0] ?? ""), items };
}
