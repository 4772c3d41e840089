import { type Context, Hono } from "hono";
import { personParam, unknownPerson } from "../../people/api.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validParam } from "../../platform/http/validate.ts";
import { type Typesetter, UnprintableError } from "../../platform/typeset/typesetter.ts";
import { readRequestLaw } from "../../rights/request-law.ts";
import { composeSummary, type SummarySource, summaryPaper, summaryText } from "./compose.ts";
import { readForSummary } from "./store.ts";

interface SummaryDeps {
  readonly db: Database;
  readonly typesetter: Typesetter;
  readonly newStamp: () => string;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** The social situation in a few lines, as its reader may read it, to paste in another program or as PDF. */
export function summaryRoutes({ db, typesetter, newStamp, today }: SummaryDeps) {
  const law = readRequestLaw();
  const read = async (c: Context<ApiEnv>, person: string, as: "text" | "pdf"): Promise<SummarySource> => {
    const { token } = callerOf(c);
    const caller = () => ({ token, stamp: newStamp() });
    const source = await readForSummary({ db, caller, roles: c.get("roles"), person, as, law, day: today() });
    if (source === null) throw unknownPerson();
    return source;
  };
  return new Hono<ApiEnv>()
    .post("/api/people/:id/summary", validParam(personParam), async (c) => {
      const source = await read(c, c.req.valid("param").id, "text");
      return c.json({ text: summaryText(composeSummary(source), source) });
    })
    .post("/api/people/:id/summary/pdf", validParam(personParam), async (c) => {
      const source = await read(c, c.req.valid("param").id, "pdf");
      const pdf = await typesetter
        .pdf("paper.typ", summaryPaper(composeSummary(source), source), true)
        .catch((error: unknown) => {
          throw error instanceof UnprintableError ? unprintable(error) : error;
        });
      c.header("content-type", "application/pdf");
      c.header("content-disposition", 'attachment; filename="situation-sociale.pdf"');
      return c.body(new Uint8Array(pdf));
    });
}

function unprintable({ characters }: UnprintableError): ProblemError {
  return new ProblemError(
    422,
    "unprintable",
    `Ces caractères ne peuvent pas être imprimés\u00a0: ${characters.join(" ")}. Rien n’a été établi\u00a0; copiez le texte.`,
  );
}
