import { expect, test } from "vitest";
import { readCatalogue } from "../../rights/phrases.ts";
import type { AgendaView } from "../model.ts";
import { composeCard, composeDays } from "./compose.ts";

const place = { name: "Digoin", letterhead: "3 rue de l’Exemple\n\n71160 Digoin", timeZone: "Europe/Paris" };
const appointment = {
  ...{
    start: "2026-03-03T08:20:00Z",
    end: "2026-03-03T08:40:00Z",
    day: "2026-03-03",
    siteId: "d",
    state: "booked",
  },
  ...{ service: "Consultation d’addictologie", practitioner: "Dr Addicto", overbooked: null, person: null },
} as unknown as AgendaView["appointments"][number];

test("the card tells the day, the hour at the place's clock and how to cancel; neither what for nor with whom", () => {
  const card = composeCard(appointment, "Mariam Traoré", place, "03 65 71 00 71", false);
  expect(card).toMatchObject({
    ...{ day: "Mardi 3 mars 2026", hour: "09\u00a0h\u00a020", person: "Mariam Traoré" },
    place: ["Digoin", "3 rue de l’Exemple", "71160 Digoin"],
  });
  expect(card.cancel[0]).toContain("03\u00a065\u00a071\u00a000\u00a071");
  expect(JSON.stringify(card)).not.toMatch(/addict/i);
});

test("days on paper: a page for each place and day that has something, hours told as that place's", () => {
  const paper = composeDays(
    { openings: [], appointments: [appointment] },
    {
      sites: [
        { ...place, id: "d", code: "d", communeCode: null, wheelchair: null },
        { ...place, id: "other", name: "Autun", code: "o", communeCode: null, wheelchair: null },
      ],
    },
    { from: "2026-03-03", days: 2, demonstration: false },
  );
  expect(paper.pages.map(({ title }) => title)).toEqual(["Digoin, mardi 3 mars 2026"]);
  expect(paper.pages[0]?.lines).toMatchObject([{ hour: "09:20", until: "09:40", who: "Rendez-vous pris" }]);
});

test("the card is in the person's language too, French beside, and says that no speaker read it over", () => {
  const ar = composeCard(appointment, "Mariam Traoré", place, "03 65 71 00 71", false, {
    code: "ar",
    catalogue: readCatalogue("ar"),
  });
  expect(ar.day).toBe("Mardi 3 mars 2026");
  expect(ar.other).toMatchObject({ direction: "rtl", title: "موعدكم", hour: "09:20" });
  expect(ar.other?.day).toMatch(/2026/u);
  // Between figures, a no-break space keeps them in their order among words read from the right; a plain one does not.
  expect(ar.other?.cancel[0]).toContain("03\u00a065\u00a071\u00a000\u00a071");
  expect(ar.other?.warning).toHaveLength(2);
  for (const code of ["en", "es", "pt"] as const) {
    const { other } = composeCard(appointment, "M", place, null, false, {
      code,
      catalogue: readCatalogue(code),
    });
    expect(other?.cancel).toHaveLength(2);
  }
});
