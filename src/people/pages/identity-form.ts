import type { Identity, IdentityForm } from "../model.ts";
import { birthTyped } from "../names-shown.ts";

/** A form with nothing filled in. */
export const emptyIdentity: IdentityForm = {
  family: "",
  given: "",
  usedFamily: "",
  usedGiven: "",
  birth: "",
  birthPlaceCode: null,
  birthPlace: "",
  sex: "unknown",
  pseudonym: false,
  status: "provisional",
  validationDocument: null,
  homonym: false,
  doubtful: false,
  fictitious: false,
};

/** The form that gives back this identity. A status drawn from INSi falls to the one a form may give. */
export function formOf(identity: Identity): IdentityForm {
  return {
    family: identity.family,
    given: identity.given,
    usedFamily: identity.usedFamily ?? "",
    usedGiven: identity.usedGiven ?? "",
    birth: birthTyped(identity.birth),
    birthPlaceCode: identity.birthPlaceCode,
    birthPlace: identity.birthPlace ?? "",
    sex: identity.sex,
    pseudonym: identity.pseudonym,
    status: identity.status === "validated" || identity.status === "qualified" ? "validated" : "provisional",
    validationDocument: identity.validationDocument as IdentityForm["validationDocument"],
    homonym: identity.homonym,
    doubtful: identity.doubtful,
    fictitious: identity.fictitious,
  };
}
