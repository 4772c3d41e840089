import type { Address, AddressForm } from "./address.ts";
import type { ContactRow } from "./contact.ts";
import { rowsOf } from "./contact-words.ts";

type Written = Pick<Address, "form" | "host" | "lines" | "postcode" | "commune" | "country">;

/** An address in one line: "domiciliation chez le CCAS, 38300 Bourgoin-Jallieu", "sans adresse". */
export function addressWords(address: Written): string {
  if (address.form === "none") return "sans adresse";
  const place = [address.postcode, address.commune].filter(Boolean).join(" ");
  const host =
    address.form === "domiciled"
      ? `domiciliation chez ${address.host}`
      : address.form === "care_of"
        ? `chez ${address.host}`
        : null;
  const lines = address.lines?.split("\n").join(", ");
  return [host, lines, place, address.country].filter(Boolean).join(", ") || "adresse non précisée";
}

/**
 * Every address in force of the block, latest first, as forms: those read whole, and the communes that someone who reads
 * no more than a commune added.
 */
export function addressFormsOf(rows: readonly ContactRow[]): AddressForm[] {
  const whole = rowsOf(rows, "address").map(({ content }) => ({
    ...content,
    host: content.host ?? "",
    lines: content.lines ?? "",
    postcode: content.postcode ?? "",
    commune: content.commune ?? "",
    country: content.country ?? "",
  }));
  const bare = rowsOf(rows, "commune")
    .map(({ content }) => content)
    .filter(({ use, from }) => !whole.some((address) => address.use === use && address.from === from))
    .map(
      ({ use, code, name, from }): AddressForm => ({
        use,
        form: "own",
        host: "",
        lines: "",
        postcode: "",
        communeCode: code,
        commune: name,
        country: "",
        from,
        source: "declared",
      }),
    );
  return [...whole, ...bare].sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0));
}

/** Of each use, the address in force on a day (ISO). */
export function addressesOn(forms: readonly AddressForm[], day: string): AddressForm[] {
  const latest = forms.filter(({ from }) => from <= day);
  return latest.filter((one, at) => latest.findIndex(({ use }) => use === one.use) === at);
}
