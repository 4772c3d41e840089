import { put } from "../../ui/server/api-client.ts";
import type { WriteEssential } from "../essentials.ts";

/** Sends one thing noted of someone, or what corrects another. @param id made once by the form: sent twice, written once */
export function putEssential(personId: string, id: string, written: WriteEssential): Promise<unknown> {
  return put(`/api/people/${personId}/essentials/${id}`, written);
}
