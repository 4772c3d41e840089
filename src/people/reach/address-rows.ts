import type { Address, AddressForm } from "../address.ts";
import type { Gazetteer } from "./communes.ts";
import type { Wanted, WantedRow } from "./rows.ts";

/**
 * Reads the addresses typed: one row for each, and one for its commune, which is all that some read.
 * Field names: "addresses.0.host".
 * @param communesOnly the commune rows alone
 * @param today ISO day none begins after
 */
export function addressRows(
  forms: readonly AddressForm[],
  { communesOnly, today, gazetteer }: { communesOnly: boolean; today: string; gazetteer: Gazetteer },
): Wanted {
  const fields: Record<string, string> = {};
  const rows = forms.flatMap((form, at): WantedRow[] => {
    const [field, message] = faultOf(form, forms.slice(0, at), today, gazetteer) ?? [];
    if (field !== undefined && message !== undefined) {
      fields[`addresses.${at}.${field}`] = message;
      return [];
    }
    const address = kept(form, gazetteer);
    const commune = address.communeCode !== null && {
      use: address.use,
      code: address.communeCode,
      name: address.commune,
      from: address.from,
    };
    return [
      ...(communesOnly ? [] : [{ part: "address", rank: 0, content: address }]),
      ...(commune ? [{ part: "commune", rank: 0, content: commune }] : []),
    ];
  });
  return Object.keys(fields).length > 0 ? { ok: false, fields } : { ok: true, rows };
}

function faultOf(
  form: AddressForm,
  before: readonly AddressForm[],
  today: string,
  gazetteer: Gazetteer,
): [keyof AddressForm, string] | null {
  if (form.from > today) return ["from", "Ce jour est à venir."];
  if (form.from < "1900-01-01") return ["from", "Ce jour est trop ancien."];
  if (before.some(({ use, from }) => use === form.use && from === form.from))
    return ["from", "Deux adresses du même usage commencent ce jour-là."];
  if (form.form === "none") return null;
  if (form.form === "care_of" && form.host === "") return ["host", "Dites chez qui."];
  if (form.form === "domiciled" && form.host === "") return ["host", "Dites quel organisme domicilie."];
  if (form.country !== "") return null;
  if (form.communeCode === null) return ["communeCode", "Choisissez la commune dans la liste."];
  if (!gazetteer.byCode(form.communeCode))
    return ["communeCode", "Cette commune n’est pas dans la liste officielle."];
  return form.postcode === "" || /^\d{5}$/u.test(form.postcode)
    ? null
    : ["postcode", "Un code postal a cinq chiffres."];
}

function kept(form: AddressForm, gazetteer: Gazetteer): Address {
  const { use, from, source } = form;
  const nowhere = {
    host: null,
    lines: null,
    postcode: null,
    communeCode: null,
    commune: null,
    country: null,
  };
  if (form.form === "none") return { use, form: "none", ...nowhere, from, source };
  const host = form.form === "own" ? null : form.host;
  const lines = form.lines || null;
  if (form.country !== "")
    return { use, form: form.form, ...nowhere, host, lines, country: form.country, from, source };
  const commune = gazetteer.byCode(form.communeCode ?? "");
  // A commune of one postcode tells it by itself.
  const postcode = form.postcode || (commune?.postcodes.length === 1 ? commune.postcodes[0] : null) || null;
  return {
    use,
    form: form.form,
    ...nowhere,
    host,
    lines,
    postcode,
    communeCode: form.communeCode,
    commune: commune?.name ?? null,
    from,
    source,
  };
}
