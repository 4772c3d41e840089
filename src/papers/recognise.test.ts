import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heic, JPEG, pdf, png } from "../../tests/support/papers.ts";
import { LARGEST_DOCUMENT } from "./model.ts";
import { recognise } from "./recognise.ts";

const SAMPLES = [
  ["pdf", pdf()],
  ["jpeg", JPEG],
  ["png", png()],
  ["heic", heic()],
] as const;
const latin = (text: string) => Buffer.from(text, "latin1");
const reasonOf = (bytes: Uint8Array) => {
  const found = recognise(bytes);
  return found.ok ? `taken as ${found.media}` : found.reason;
};

/** The small JPEG, its frame said to be 65,535 points by as many. */
function immense(): Buffer {
  const bytes = Buffer.from(JPEG);
  return bytes.fill(0xff, bytes.indexOf("ffc0", 0, "hex") + 5, bytes.indexOf("ffc0", 0, "hex") + 9);
}

describe("what a file is", () => {
  test.each(SAMPLES)("a whole %s is known by its content", (media, bytes) => {
    expect(recognise(bytes)).toMatchObject({ ok: true, media });
  });

  test.each(SAMPLES)("a %s cut anywhere is never taken as a whole one", (media, bytes) => {
    const kept = recognise(bytes);
    const length = kept.ok ? kept.length : 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: length - 1 }), (at) => {
        const found = recognise(bytes.subarray(0, at));
        // A HEIC cut between two boxes is a HEIC without its data: its description is still there.
        if (media !== "heic") expect(found.ok).toBe(false);
        else if (found.ok) expect(found.length).toBe(at);
      }),
    );
  });

  test.each(SAMPLES.filter(([media]) => media === "jpeg" || media === "png"))(
    "what follows the end of a %s is not kept, whatever it is",
    (media, bytes) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 3_000 }), (tail) => {
          expect(recognise(Buffer.concat([bytes, tail]))).toEqual({ ok: true, media, length: bytes.length });
        }),
      );
    },
  );

  test("an archive hidden behind a PDF is cut off; far behind, it is refused", () => {
    const archive = latin("PK\x05\x06hidden");
    const found = recognise(Buffer.concat([pdf(), archive]));
    expect(found).toEqual({ ok: true, media: "pdf", length: pdf().length - 1 });
    expect(recognise(Buffer.concat([pdf(), Buffer.alloc(5_000), archive])).ok).toBe(false);
  });

  test("whatever bytes come, it answers, and never keeps more than there is", () => {
    const heads = SAMPLES.map(([, bytes]) => bytes.subarray(0, 12));
    fc.assert(
      fc.property(fc.constantFrom(latin(""), ...heads), fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        const bytes = Buffer.concat([head, rest]);
        const found = recognise(bytes);
        if (found.ok) expect(found.length).toBeLessThanOrEqual(bytes.length);
        else expect(found.reason).toMatch(/[.]$/u);
      }),
    );
  });

  test("any byte of a PNG changed is seen by its checksums", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: png().length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const changed = Buffer.from(png());
          changed[at] = (changed[at] ?? 0) ^ by;
          expect(recognise(changed).ok).toBe(false);
        },
      ),
    );
  });
});

describe("refusals say why", () => {
  test.each([
    ["nothing", latin(""), /vide/],
    ["a word-processing document", latin("PK\x03\x04[Content_Types].xml"), /bureautique.*PDF/],
    ["an old one", latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), /traitement de texte.*PDF/],
    [
      "a drawing with a program",
      latin("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
      /programme/,
    ],
    ["a page", latin("  <!doctype html><script>alert(1)</script>"), /page web/],
    ["a page that says it is a PDF further on", latin("<html>%PDF-1.7 startxref\n0\n%%EOF"), /page web/],
    ["a program", latin("MZ\x90\0"), /programme/],
    ["a GIF", latin("GIF89a"), /JPEG ou en PNG/],
    ["a WebP", latin("RIFF\0\0\0\0WEBPVP8 "), /WebP/],
    ["an AVIF", heic("avif", ["avif", "mif1"]), /AVIF/],
    ["a video", heic("isom", ["isom", "mp42"]), /vidéo/],
    ["a text", latin("Bonjour"), /ni un PDF, ni une photo/],
    ["a PDF without its end", pdf().subarray(0, 150), /Il manque la fin/],
    ["a PDF whose table is nowhere", latin("%PDF-1.7\nstartxref\n99999\n%%EOF"), /abîmé/],
    ["a PNG of four thousand million points", png(65_535, 65_535), /plus grande qu’aucun appareil/],
    ["a JPEG as large", immense(), /plus grande qu’aucun appareil/],
  ])("%s", (_, bytes, reason) => {
    expect(reasonOf(bytes)).toMatch(reason);
  });

  test("a byte more than fifteen million is refused, fifteen million are taken", () => {
    const filled = (length: number) => {
      const chunk = png(2, 2, [["tEXt", Buffer.alloc(length - png().length - 12)]]);
      expect(chunk.length).toBe(length);
      return chunk;
    };
    expect(recognise(filled(LARGEST_DOCUMENT)).ok).toBe(true);
    expect(reasonOf(filled(LARGEST_DOCUMENT + 1))).toMatch(/15\u00a0Mo/);
  });
});
