import type { AdmissionRules } from "../../network/admission-data.ts";
import type { Commune } from "../../people/address.ts";
import type { forgoneCares, forgoneReasons } from "../../people/renouncement.ts";
import { today } from "../../ui/days.ts";
import { newId } from "../../ui/new-id.ts";
import type { Facts } from "../eligibility.ts";
import type { ReferralForm } from "../model.ts";
import { coverOf, emptyCover, type TypedCover } from "./cover-fields.tsx";

/** Where someone lives, or has their administrative address, as it is typed. */
export interface TypedWhere {
  readonly known: "unknown" | "none" | "commune";
  readonly commune: Pick<Commune, "code" | "name"> | null;
}

/** What is typed of a referral, before it is one. */
export interface TypedReferral {
  readonly id: string;
  readonly centreId: string | null;
  readonly family: string;
  readonly given: string;
  readonly birth: string;
  readonly phone: string;
  readonly language: string;
  readonly interpreter: boolean;
  readonly urgent: boolean;
  readonly situation: string;
  readonly grounds: readonly string[];
  readonly doctor: "yes" | "no" | "unknown" | null;
  readonly residence: TypedWhere;
  readonly administrativeAddress: TypedWhere;
  readonly accommodation: { readonly known: "unknown" | "none" | "place"; readonly name: string };
  /** Separated by commas or lines. */
  readonly followedBy: string;
  readonly renounced: readonly (keyof typeof forgoneCares)[];
  readonly reasons: readonly (keyof typeof forgoneReasons)[];
  readonly agreed: {
    readonly referred: boolean;
    readonly cover: boolean;
    readonly attendance: boolean;
    readonly papers: boolean;
  };
  readonly means: ReferralForm["means"] | null;
  readonly cover: TypedCover;
  /** The photograph once received. */
  readonly attestation: string | null;
}

const nowhere: TypedWhere = { known: "unknown", commune: null };

export function emptyReferral(): TypedReferral {
  return {
    id: newId(),
    centreId: null,
    family: "",
    given: "",
    birth: "",
    phone: "",
    language: "fr",
    interpreter: false,
    urgent: false,
    situation: "",
    grounds: [],
    doctor: null,
    residence: nowhere,
    administrativeAddress: nowhere,
    accommodation: { known: "unknown", name: "" },
    followedBy: "",
    renounced: [],
    reasons: [],
    agreed: { referred: false, cover: false, attendance: false, papers: false },
    means: null,
    cover: emptyCover,
    attestation: null,
  };
}

/** What a draft kept elsewhere holds, over an empty form: one kept by another version of the page does no harm. */
export function resumeReferral(draft: unknown): TypedReferral {
  return typeof draft === "object" && draft !== null
    ? { ...emptyReferral(), ...(draft as Partial<TypedReferral>) }
    : emptyReferral();
}

/** The facts as the rules read them; what nobody said is not known. */
export function factsOf(typed: Omit<TypedReferral, "grounds">): Omit<Facts, "grounds"> {
  const { accommodation, doctor } = typed;
  const services = typed.followedBy
    .split(/[,;\n]/u)
    .map((one) => one.trim())
    .filter(Boolean);
  return {
    hasPrimaryCareDoctor: doctor === null || doctor === "unknown" ? null : doctor === "yes",
    residence: placeOf(typed.residence),
    administrativeAddress: placeOf(typed.administrativeAddress),
    accommodation:
      accommodation.known === "none"
        ? "none"
        : accommodation.known === "place"
          ? accommodation.name.trim() || null
          : null,
    followedBy: services.length > 0 ? services : null,
  };
}

function placeOf({ known, commune }: TypedWhere): { insee: string } | "none" | null {
  if (known === "none") return "none";
  return known === "commune" && commune !== null ? { insee: commune.code } : null;
}

/** What the server is sent. */
export function formOf(typed: TypedReferral) {
  const {
    doctor,
    renounced,
    reasons,
    cover,
    followedBy,
    grounds,
    residence,
    administrativeAddress,
    accommodation,
    ...rest
  } = typed;
  return {
    ...rest,
    facts: { ...factsOf(typed), grounds },
    renounced: renounced.map((care) => ({ care, reasons })),
    agreedOn: today(),
    cover: coverOf(cover),
  };
}

/** The communes that the rules name, to be chosen at once. */
export const namedCommunes = (rules: AdmissionRules) =>
  rules.communes.map(({ code, name }) => ({ code, name }));
