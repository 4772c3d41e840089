import { today } from "../../ui/days.ts";
import { type Keyed, keyed } from "../../ui/keyed.ts";
import { newId } from "../../ui/new-id.ts";
import type { EssentialOf } from "../essentials.ts";
import type { NextStep, PrescriptionLine, Printed, PrintForm, PrintKind } from "../prints.ts";

/** Everything typed, of every kind at once: changing one's mind about the kind loses nothing. */
export interface PrintDraft {
  /** The paper's own, from its first word: sent twice, it is established once. */
  readonly id: string;
  readonly kind: PrintKind;
  readonly siteId: string;
  readonly rpps: string;
  readonly lines: readonly Keyed<PrescriptionLine>[];
  readonly advice: string;
  readonly weight: string;
  readonly certificate: string;
  readonly to: string;
  readonly letter: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly outings: boolean;
  readonly renewed: boolean;
  readonly said: string;
  readonly steps: readonly Keyed<NextStep>[];
  readonly warning: string;
  readonly large: boolean;
}

export const EMPTY_LINE: PrescriptionLine = { what: "", how: "", part: "usual" };
export const EMPTY_STEP: NextStep = { what: "", day: null, where: "", picture: "appointment" };

/** The form as it opens. @param before what another paper said, to begin from */
export function startPrint(
  kind: PrintKind,
  siteId: string,
  rpps: string,
  before: Printed | undefined,
): PrintDraft {
  const empty: PrintDraft = {
    id: newId(),
    kind: before?.kind ?? kind,
    siteId,
    rpps,
    lines: [keyed(EMPTY_LINE)],
    advice: "",
    weight: "",
    certificate: "Je soussigné certifie avoir examiné ce jour la personne nommée ci-dessus.\n\n",
    to: "",
    letter: "",
    from: today(),
    until: null,
    outings: false,
    renewed: false,
    said: "",
    steps: [keyed(EMPTY_STEP)],
    warning: "",
    large: false,
  };
  switch (before?.kind) {
    case "prescription":
      return {
        ...empty,
        lines: before.lines.map((line) => keyed(line)),
        advice: before.advice,
        weight: before.weight,
      };
    case "certificate":
      return { ...empty, certificate: before.body };
    case "letter":
      return { ...empty, to: before.to, letter: before.body };
    case "sick_leave":
      return { ...empty, renewed: true, outings: before.outings };
    case "summary":
      return {
        ...empty,
        said: before.body,
        steps: before.steps.map((step) => keyed(step)),
        warning: before.warning,
        large: before.large,
      };
    default:
      return empty;
  }
}

type Treatment = Pick<EssentialOf<"treatment">, "content">;

/** Is this treatment one of the lines, by its name? Its dose may have been changed since. */
export function isTakenUp({ content }: Treatment, lines: readonly PrescriptionLine[]): boolean {
  const same = (text: string) => text.trim().toLocaleLowerCase("fr");
  return lines.some(({ what }) => same(what) === same(content.label));
}

/** The lines with these treatments after them, in the place of those left empty. */
export function takeUp(
  lines: readonly Keyed<PrescriptionLine>[],
  treatments: readonly Treatment[],
): readonly Keyed<PrescriptionLine>[] {
  const typed = lines.filter(({ what, how }) => what.trim() !== "" || how.trim() !== "");
  const taken = treatments.map(({ content: { label, dose } }) => ({ ...EMPTY_LINE, what: label, how: dose }));
  return [...typed, ...taken.map((line) => keyed(line))];
}

/** What of the draft is sent; lines and steps left empty are not. */
export function typedOf(draft: PrintDraft): PrintForm["typed"] {
  const filled = <One extends { what: string; key: string }>(all: readonly One[]) =>
    all.filter(({ what }) => what.trim() !== "").map(({ key: _, ...one }) => one);
  switch (draft.kind) {
    case "prescription":
      return { kind: "prescription", lines: filled(draft.lines), advice: draft.advice, weight: draft.weight };
    case "certificate":
      return { kind: "certificate", body: draft.certificate };
    case "letter":
      return { kind: "letter", to: draft.to, body: draft.letter };
    case "sick_leave":
      return {
        kind: "sick_leave",
        from: draft.from ?? "",
        until: draft.until ?? "",
        outings: draft.outings,
        renewed: draft.renewed,
      };
    case "summary":
      return {
        kind: "summary",
        body: draft.said,
        steps: filled(draft.steps),
        warning: draft.warning,
        large: draft.large,
      };
  }
}
