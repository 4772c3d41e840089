import { Secret, TOTP } from "otpauth";
import type { Page } from "playwright-core";

/** The key shown to whoever sets an authenticator application up. */
export function keyShown(page: Page): Promise<string> {
  return page.locator(".secret").innerText();
}

/** The code an authenticator application shows for this key, `later` steps of 30 seconds from now. */
export function codeOf(key: string, later = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(/\s/g, "")) });
  return totp.generate({ timestamp: Date.now() + later * 30_000 });
}
