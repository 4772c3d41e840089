import { z } from "zod";
import { confidenceLabels, confidences } from "../estimate/model.ts";

/** Where a right begins, as the law says it. */
export const effectRules = [
  "next_month_after_decision",
  "month_of_filing",
  "month_after_filing",
  "filing",
  "decision",
] as const;

export const appealRoutes = ["cra", "cmra", "rapo"] as const;
export const courts = ["pole_social", "tribunal_administratif"] as const;
export const routeLabels: Readonly<Record<string, string>> = {
  cra: "commission de recours amiable (CRA)",
  cmra: "commission médicale de recours amiable (CMRA)",
  rapo: "recours préalable auprès de l’organisme",
  pole_social: "pôle social du tribunal judiciaire",
  tribunal_administratif: "tribunal administratif",
};

const row = {
  type: z.string().min(1),
  value: z.number().int().nonnegative(),
  unit: z.enum(["months", "months_before"]),
  from: z.iso.date(),
  until: z.iso.date().nullable(),
  confidence: z.enum(confidences),
  source: z.string().min(1),
};
/** One delay of a type of request: in force from a day to another, both included (law/right-requests.csv). */
export const requestParameterSchema = z.discriminatedUnion("name", [
  z.object({
    ...row,
    name: z.enum(["decision_delay", "length", "renewal_opens", "renewal_closes"]),
    case: z.null(),
  }),
  z.object({ ...row, name: z.literal("silence"), case: z.enum(["grant", "refusal"]) }),
  z.object({ ...row, name: z.enum(["effect", "effect_exception"]), case: z.enum(effectRules) }),
  z.object({ ...row, name: z.enum(["appeal", "appeal_silence"]), case: z.enum(appealRoutes) }),
  z.object({ ...row, name: z.literal("court"), case: z.enum(courts) }),
]);
export type RequestParameter = z.infer<typeof requestParameterSchema>;
export type RequestLaw = readonly RequestParameter[];

/** The row of a type in force that day; null when the law, as it is known here, says nothing. */
export function parameterOf<Name extends RequestParameter["name"]>(
  law: RequestLaw,
  type: string,
  name: Name,
  on: string,
): (RequestParameter & { name: Name }) | null {
  const found = law.find(
    (one) =>
      one.type === type && one.name === name && one.from <= on && (one.until === null || on <= one.until),
  );
  return (found as (RequestParameter & { name: Name }) | undefined) ?? null;
}

/** "à vérifier" of a row that was not read at a source, null of one that was. */
export function doubtOfRow({ confidence }: Pick<RequestParameter, "confidence">): string | null {
  return confidence === "sure" ? null : confidenceLabels[confidence];
}
