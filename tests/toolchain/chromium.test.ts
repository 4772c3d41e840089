import { afterEach, describe, expect, it, vi } from "vitest";
import { ensureChromium, findChromium } from "../../scripts/chromium.mjs";

afterEach(() => vi.unstubAllEnvs());

const BARE = { find: () => undefined, mayInstall: false, install: () => false };

describe("findChromium", () => {
  it("takes the program that CHROMIUM names, and no other when it names a wrong one", () => {
    vi.stubEnv("CHROMIUM", process.execPath);
    expect(findChromium()).toBe(process.execPath);
    vi.stubEnv("CHROMIUM", "/nowhere/chromium");
    expect(findChromium()).toBeUndefined();
    expect(() => ensureChromium({ ...BARE, find: findChromium })).toThrow("/nowhere/chromium");
  });
});

describe("ensureChromium", () => {
  it("names the one command to run where it may not install", () => {
    vi.stubEnv("CHROMIUM", "");
    expect(() => ensureChromium(BARE)).toThrow("sudo apt-get install -y chromium");
  });

  it("installs where it may, and only when none is there", () => {
    vi.stubEnv("CHROMIUM", "");
    let installed: string | undefined;
    const machine = {
      find: () => installed,
      mayInstall: true,
      install: vi.fn(() => {
        installed = "/usr/bin/chromium";
        return true;
      }),
    };
    expect(ensureChromium(machine)).toBe("/usr/bin/chromium");
    expect(ensureChromium(machine)).toBe("/usr/bin/chromium");
    expect(machine.install).toHaveBeenCalledOnce();
  });

  it("fails when the installation does", () => {
    vi.stubEnv("CHROMIUM", "");
    expect(() => ensureChromium({ ...BARE, mayInstall: true })).toThrow("apt-get install -y chromium");
  });
});
