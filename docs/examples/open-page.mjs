import { createHmac, randomBytes } from "node:crypto";

/**
 * The page your server answers when one of your users asks to see somebody in Maillage: a form that sends itself.
 * Made at the click, not before: it is believed for a minute, and once.
 * @param {{ url: string, program: string, secret: string }} maillage address, identifier and secret, as they were shown when your
 *   program was written down
 * @param {string} number the person's number in your program, as your users see it
 */
export function openingPage({ url, program, secret }, number) {
  const asked = {
    program,
    number,
    issuedAt: String(Math.floor(Date.now() / 1000)),
    nonce: randomBytes(18).toString("base64url"),
  };
  const signed = ["maillage-open-1", asked.program, asked.number, asked.issuedAt, asked.nonce].join("\n");
  const signature = createHmac("sha256", secret).update(signed).digest("hex");
  const inputs = Object.entries({ ...asked, signature }).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  return `<!doctype html><html lang="fr"><title>Ouverture</title><body onload="document.forms[0].submit()">
    <form method="post" action="${escaped(url)}/ouvrir">${inputs.join("")}<button>Ouvrir dans Maillage</button></form>`;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
