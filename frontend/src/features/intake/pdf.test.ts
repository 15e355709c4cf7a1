import { expect, test } from "vitest";
import { factsOf } from "./pdf";

const pdf = (...parts: (string | Uint8Array)[]): Blob => new Blob(["%PDF-1.7\n", ...parts.map((part) => (typeof part === "string" ? part : new Uint8Array(part))), "\n%%EOF"]);

test("pages are counted and a font means text", async () => {
  const two = pdf("<</Type/Pages/Count 2>> <</Type /Page /Resources<</Font<</F1 1 0 R>>>>>> <</Type/Page>>");
  expect(await factsOf(two)).toEqual({ pages: 2, hasText: true });
  expect(await factsOf(pdf("<</Type/Page /Resources<</XObject<</Im 1 0 R>>>>>>"))).toEqual({ pages: 1, hasText: false });
});

test("objects packed into a stream are looked into", async () => {
  const objects = new Blob(["<</Type/Page/Resources<</Font 3 0 R>>>>"]).stream().pipeThrough(new CompressionStream("deflate"));
  const packed = new Uint8Array(await new Response(objects).arrayBuffer());
  expect(await factsOf(pdf("5 0 obj <</Type/ObjStm/N 1/Filter/FlateDecode>>stream\n", packed, "\nendstream"))).toEqual({ pages: 1, hasText: true });
});

test("what is encrypted, broken or no PDF at all says nothing", async () => {
  const nothing = { pages: null, hasText: null };
  expect(await factsOf(pdf("<</Encrypt 4 0 R>> <</Type/Page>>"))).toEqual(nothing);
  expect(await factsOf(pdf("<</Type/ObjStm>>stream\nnot deflated\nendstream"))).toEqual(nothing);
  expect(await factsOf(new Blob(["plain words"]))).toEqual(nothing);
});
