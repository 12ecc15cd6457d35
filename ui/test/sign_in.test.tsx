//! The first screen: making the administrator, opening, claiming and forgetting a profile.
import { describe, expect, test, vi } from "vitest";
import { acme, idle, jun, mara, odile, type World } from "./memory_host";
import { box, button, has, key, openWindow, settle, submit, tabStops, text, type } from "./window";

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
    type(box("Repeat the password"), "correct horse batery");
    await submit(password);
    // A slip is found while it can be mended.
    expect(text()).toContain("These two are not the same.");
    expect(document.activeElement).toBe(box("Repeat the password"));
    expect(box("Repeat the password").getAttribute("aria-invalid")).toBe("true");
    expect(host.called("create_administrator")).toBe(0);
    expect(password.value).toBe("correct horse battery");
    const repeated = box("Repeat the password");
    type(repeated, "correct horse battery");
    expect(text()).not.toContain("These two are not the same.");
    await submit(password);
    expect(password.value + repeated.value).toBe("");
    expect(host.world.profiles[0]?.role).toBe("administrator");
    expect(document.title).toBe("Connect a workspace – Trove");
  });

  test("a password that is refused stays to be mended, with the core's own reason beside it", async () => {
    const host = openWindow();
    await settle();
    type(box("Name"), "Mara");
    type(box("Password"), "short");
    type(box("Repeat the password"), "short");
    await submit(box("Password"));
    expect(text()).toContain("At least 8 characters are needed.");
    expect(document.activeElement).toBe(box("Password"));
    expect(box("Password").value).toBe("short");
    expect(host.called("create_administrator")).toBe(0);
  });

  // "Very good" stood beside "one of the passwords people guess first".
  test("what was said of one password is not said of the next", async () => {
    const host = openWindow();
    await settle();
    const make = async (password: string) => {
      type(box("Name"), "Mara");
      type(box("Password"), password);
      type(box("Repeat the password"), password);
      await submit(box("Password"));
    };
    host.refuse.set("create_administrator", {
      code: "password_refused",
      fields: { why: "too_common" },
    });
    await make("qwertyuiop");
    expect(text()).toContain("one of the passwords people guess first");
    type(box("Password"), "correct horse battery");
    await settle();
    expect(text()).toContain("Very good");
    expect(text()).not.toContain("one of the passwords people guess first");
  });

  test("Tab goes from the name to the password, from there to its repetition, and then on", async () => {
    openWindow();
    await settle();
    expect(tabStops()).toEqual([
      "Name",
      "Password",
      "Repeat the password",
      "Show password",
      "Create profile",
    ]);
  });

  test("an empty box that wants something is not told as wrong", async () => {
    openWindow(people());
    await settle();
    for (const input of document.querySelectorAll("input[required]")) {
      expect(input.getAttribute("aria-invalid")).toBe("false");
    }
  });

  test("arrows go through the profiles without leaving them; Enter goes on to the password", async () => {
    openWindow(people());
    await settle();
    const jun = box("JJun 田中Member");
    jun.focus();
    await key(jun, "ArrowDown");
    jun.click();
    await settle();
    expect(document.activeElement).toBe(jun);
    await key(jun, "Enter");
    expect(document.activeElement).toBe(box("Password"));
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
    // A keychain that refuses leaves selected what is so.
    host.refuse.set("remember_me", { code: "no_keychain" });
    option("password")?.click();
    await settle();
    expect(document.querySelector('[data-code="no_keychain"]')).not.toBeNull();
    expect(option("keychain")?.checked).toBe(true);
    expect(option("password")?.checked).toBe(false);
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
      expect(button("Sign in").getAttribute("aria-disabled")).toBe("true");
      const sent = host.called("sign_in");
      await submit(box("Password"));
      expect(host.called("sign_in")).toBe(sent);
      vi.advanceTimersByTime(1100);
      expect(text()).toContain("Try again in 1 second.");
      vi.advanceTimersByTime(1100);
      expect(text()).toContain("You can try again now.");
      expect(button("Sign in").getAttribute("aria-disabled")).toBe("false");
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
    type(box("Repeat the password"), "a long enough one");
    await submit(box("Choose a password"));
    expect(host.world.passwords.get("p3")).toBe("a long enough one");
    expect(document.title).toContain("– Trove");
    expect(has("button", "Administration")).toBe(false);
  });

  test("forgetting needs the profile's name typed", async () => {
    const host = openWindow(people());
    await settle();
    button("Forgot the password?").click();
    // Its dialog is fetched when it is asked for.
    await vi.waitFor(() => expect(text()).toContain("cannot be recovered"), { timeout: 30_000 });
    await submit(box("Type Mara to confirm"));
    expect(host.called("forget_profile")).toBe(0);
    expect(button("Forget this profile").getAttribute("aria-disabled")).toBe("true");
    type(box("Type Mara to confirm"), "Mara");
    await submit(box("Type Mara to confirm"));
    expect(host.world.profiles.map(({ name }) => name)).toEqual(["Jun 田中", "Odile"]);
    expect(document.querySelector("dialog")).toBeNull();
    expect(text()).toContain("The profile Mara is forgotten.");
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
