//! The first screen: making the administrator, opening, claiming and forgetting a profile.
import { describe, expect, test, vi } from "vitest";
import { acme, idle, jun, mara, odile, type World } from "./memory_host";
import { box, button, has, openWindow, settle, submit, text, type } from "./window";

const people = (): Partial<World> => ({
  profiles: [{ ...mara }, { ...jun }, { ...odile }],
  passwords: new Map([
    ["p1", "correct horse"],
    ["p2", "battery staple"],
  ]),
});

describe("sign in", () => {
  test("the first run makes the administrator and leads to connecting", async () => {
    const host = openWindow();
    await settle();
    expect(document.title).toBe("Welcome – Trove");
    expect(text()).toContain("nobody, including us, can recover it");
    type(box("Name"), "Mara");
    type(box("Password"), "mara");
    await settle();
    expect(text()).toContain("At least 8 characters are needed.");
    type(box("Password"), "correct horse battery");
    await settle();
    expect(text()).toContain("Very good");
    const password = box("Password");
    await submit(password);
    expect(password.value).toBe("");
    expect(host.world.profiles[0]?.role).toBe("administrator");
    expect(document.title).toBe("Connect a workspace – Trove");
  });

  test("a refused password is said in the core's own reason", async () => {
    openWindow();
    await settle();
    type(box("Name"), "Mara");
    type(box("Password"), "short");
    await submit(box("Password"));
    expect(document.querySelector('[role="alert"]')?.textContent).toContain(
      "At least 8 characters are needed.",
    );
  });

  test("a wrong password is said, the box emptied and focused", async () => {
    openWindow(people());
    await settle();
    type(box("Password"), "nope");
    await submit(box("Password"));
    expect(document.querySelector('[data-code="wrong_password"]')).not.toBeNull();
    expect(box("Password").value).toBe("");
    expect(box("Password").getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(box("Password"));
  });

  test("a profile that the keychain opens needs no password, and says so when it does", async () => {
    const host = openWindow({ ...people(), remembered: new Set(["p1"]) });
    await settle();
    host.refuse.set("sign_in_remembered", { code: "no_keychain" });
    button("Sign in with this computer’s keychain").click();
    await settle();
    expect(document.querySelector('[data-code="no_keychain"]')).not.toBeNull();
    expect(document.activeElement).toBe(box("Password"));
    host.refuse.clear();
    button("Sign in with this computer’s keychain").click();
    await settle();
    expect(host.world.open?.id).toBe("p1");
  });

  test("the keychain is offered to nobody who did not ask for it, and settings turn it on", async () => {
    const host = openWindow(people());
    await settle();
    expect(has("button", "Sign in with this computer’s keychain")).toBe(false);
    type(box("Password"), "correct horse");
    await submit(box("Password"));
    button("Settings").click();
    await settle();
    const option = (value: string) =>
      document.querySelector<HTMLInputElement>(`input[value="${value}"]`);
    expect(option("password")?.checked).toBe(true);
    option("keychain")?.click();
    await settle();
    expect(host.world.remembered).toEqual(new Set(["p1"]));
    expect(option("keychain")?.checked).toBe(true);
  });

  test("too many tries count down, and nothing is sent meanwhile", async () => {
    const host = openWindow(people());
    await settle();
    host.refuse.set("sign_in", { code: "try_later", fields: { seconds: 2 } });
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    try {
      type(box("Password"), "nope");
      await submit(box("Password"));
      expect(text()).toContain("Try again in 2 seconds.");
      expect(button("Sign in").disabled).toBe(true);
      const sent = host.called("sign_in");
      await submit(box("Password"));
      expect(host.called("sign_in")).toBe(sent);
      vi.advanceTimersByTime(1100);
      expect(text()).toContain("Try again in 1 second.");
      vi.advanceTimersByTime(1100);
      expect(text()).toContain("You can try again now.");
      expect(button("Sign in").disabled).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    [{ code: "damaged", fields: { file: "vault" } } as const, "Your password is not the problem."],
    [{ code: "newer_version", fields: { file: "database" } } as const, "newer version"],
    [{ code: "profile_busy" } as const, "open in another window"],
  ])("%o has its own sentence", async (error, sentence) => {
    const host = openWindow(people());
    await settle();
    host.refuse.set("sign_in", error);
    type(box("Password"), "correct horse");
    await submit(box("Password"));
    expect(text()).toContain(sentence);
  });

  test("an unclaimed profile chooses its password", async () => {
    const host = openWindow(people());
    await settle();
    box("OOdileNo password yet").click();
    await settle();
    type(box("Choose a password"), "a long enough one");
    await submit(box("Choose a password"));
    expect(host.world.passwords.get("p3")).toBe("a long enough one");
    expect(document.title).toContain("– Trove");
    expect(has("button", "Administration")).toBe(false);
  });

  test("forgetting needs the profile's name typed", async () => {
    const host = openWindow(people());
    await settle();
    button("Forgot the password?").click();
    await settle();
    expect(text()).toContain("cannot be recovered");
    await submit(box("Type Mara to confirm"));
    expect(host.called("forget_profile")).toBe(0);
    expect(button("Forget this profile").disabled).toBe(true);
    type(box("Type Mara to confirm"), "Mara");
    await submit(box("Type Mara to confirm"));
    expect(host.world.profiles.map(({ name }) => name)).toEqual(["Jun 田中", "Odile"]);
    expect(document.querySelector("dialog")).toBeNull();
  });

  test("a waiting link asks to sign in and leads to the connect view", async () => {
    const host = openWindow({ ...people(), connections: [acme] });
    await settle();
    host.emit({ event: "link_waiting" });
    await settle();
    expect(text()).toContain("Please sign in to continue. A sign-in from Notion is waiting");
    host.world.connecting = { step: "exchanging" };
    type(box("Password"), "correct horse");
    await submit(box("Password"));
    expect(text()).toContain("Back from Notion");
    host.connect(idle());
    await settle();
    expect(has("button", "Check token")).toBe(true);
  });

  test("another profile does not land where the last one was", async () => {
    const host = openWindow({ ...people(), open: mara, connections: [acme] });
    await settle();
    button("Administration").click();
    await settle();
    host.world.open = undefined;
    host.emit({ event: "locked" });
    await settle();
    box("JJun 田中Member").click();
    await settle();
    type(box("Password"), "battery staple");
    await submit(box("Password"));
    expect(document.title).toBe("Search – Trove");
  });

  test("the banner says when it is not Notion", async () => {
    openWindow({ ...people(), otherOrigin: "http://127.0.0.1:9999" });
    await settle();
    expect(text()).toContain("Not Notion: http://127.0.0.1:9999");
  });
});
