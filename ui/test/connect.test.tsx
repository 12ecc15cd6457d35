//! Connecting, leaving, and the administrator's desk, on the in-memory core.
import { describe, expect, test } from "vitest";
import { DEFAULT_PROFILE_SETTINGS } from "../src/core/bindings";
import {
  acme,
  confirming,
  idle,
  jun,
  mara,
  odile,
  sampleConnection,
  type World,
} from "./memory_host";
import { box, button, has, key, openWindow, settle, submit, text, type } from "./window";

const world = (): Partial<World> => ({
  profiles: [{ ...mara }, { ...jun }, { ...odile }],
  passwords: new Map([["p1", "correct horse"]]),
  open: mara,
});

describe("connect", () => {
  test("a pasted token is tested, confirmed and leads to the pages", async () => {
    const host = openWindow(world());
    await settle();
    const token = box("Token");
    type(token, "ntn_marker_token");
    await submit(token);
    expect(token.value).toBe("");
    expect(document.documentElement.outerHTML).not.toContain("ntn_marker_token");
    expect(text()).toContain("Connect this workspace?");
    expect(text()).toContain("Mara Lindqvist");
    expect(host.world.connections).toHaveLength(0);
    expect(document.activeElement).toBe(button("Connect"));
    await submit(button("Connect"));
    expect(document.title).toBe("Search – Trove");
    expect(text()).toContain("Acme Studio is connected.");
  });

  // After a cold start by link the window stayed at "Asking Notion…": the event came first.
  test("a reply that an event has overtaken does not put the window back", async () => {
    const host = openWindow({ ...world(), connecting: { step: "exchanging" } });
    host.hold("connect_state");
    await settle();
    host.emit({ event: "connect", data: confirming });
    host.release("connect_state");
    await settle();
    expect(text()).toContain("Connect this workspace?");
  });

  test("a refused token says so and offers Notion's page", async () => {
    const host = openWindow(world());
    await settle();
    type(box("Token"), "short");
    await submit(box("Token"));
    const alert = document.querySelector('[role="alert"]') as HTMLElement;
    expect(alert.textContent).toContain("Notion does not accept this token.");
    alert.querySelector("button")?.click();
    expect(host.calls).toContainEqual(["open_help", { page: "tokens" }]);
  });

  test("signing in with Notion is set up once, waits, and is finished by a pasted address", async () => {
    const host = openWindow(world());
    await settle();
    button("Set up").click();
    await settle();
    expect(text()).toContain("http://localhost:27631/oauth/callback");
    type(box("Client ID"), "client");
    type(box("Client secret"), "marker-secret");
    await submit(box("Client ID"));
    expect(host.calls).toContainEqual([
      "begin_sign_in",
      {
        request: {
          client: { client_id: "client", client_secret: "marker-secret" },
          form: "loopback",
          bounce: null,
        },
      },
    ]);
    expect(text()).toContain("Waiting for Notion");
    button("Open the page again").click();
    await settle();
    expect(host.called("open_sign_in_again")).toBe(1);
    const address = box("Address you ended up at");
    host.refuse.set("finish_sign_in", { code: "state_mismatch" });
    type(address, "http://localhost/x?code=marker-code");
    await submit(address);
    expect(text()).toContain("does not belong to the sign-in you started here");
    expect(text()).toContain("Waiting for Notion");
    type(address, "http://localhost/x?code=marker-code");
    await submit(address);
    expect(document.documentElement.outerHTML).not.toMatch(/marker-(code|secret)/);
    expect(text()).toContain("Connect this workspace?");
    button("Not this one").click();
    await settle();
    expect(host.called("decline_connection")).toBe(1);
    expect(text()).toContain("Notion confirmed that the token no longer works.");
  });

  test("a forwarding page's address is entered and becomes the one to register", async () => {
    const host = openWindow({ ...world(), connecting: idle("stored-client") });
    await settle();
    expect(text()).toContain("Using your connection stored-client");
    button("Use another client ID").click();
    await settle();
    document.querySelector<HTMLInputElement>('input[value="bounce"]')?.click();
    await settle();
    type(box("Address of your forwarding page"), "https://acme.example/trove");
    await settle();
    expect([...document.querySelectorAll("code")].map((code) => code.textContent)).toContain(
      "https://acme.example/trove",
    );
    type(box("Client ID"), "a");
    type(box("Client secret"), "b");
    await submit(box("Client ID"));
    expect(host.calls.at(-2)?.[1]).toMatchObject({
      request: { form: "bounce", bounce: "https://acme.example/trove" },
    });
  });

  test("an answer that arrives while another view is open is brought to the front", async () => {
    const host = openWindow({ ...world(), connections: [acme] });
    await settle();
    button("Settings").click();
    await settle();
    host.connect(confirming);
    await settle();
    expect(text()).toContain("Connect this workspace?");
    // The answer is one key away, but an Enter meant for what was there a moment ago is none.
    expect(document.activeElement).toBe(button("Connect"));
    const enter = await key(button("Connect"), "Enter");
    expect(enter.defaultPrevented).toBe(true);
    expect(host.called("confirm_connection")).toBe(0);
    host.connect({ step: "failed", error: { code: "cancelled_at_notion" } });
    await settle();
    expect(text()).toContain("You cancelled at Notion.");
    button("Start again").click();
    await settle();
    expect(has("button", "Check token")).toBe(true);
  });

  test("looking around needs no confirmation", async () => {
    const host = openWindow(world());
    await settle();
    button("Open the sample").click();
    await settle();
    expect(host.called("look_around")).toBe(1);
    expect(document.title).toBe("Search – Trove");
    expect(text()).toContain("Welcome to the studio");
  });
});

describe("waiting for Notion", () => {
  const waiting = {
    step: "waiting",
    redirect_uri: "http://localhost:27631/oauth/callback",
    form: "loopback",
    expires: Date.now() + 600_000,
    can_open_again: true,
    notice: null,
  } as const;

  test("a redirect of somebody else's is said, and the waiting goes on", async () => {
    const host = openWindow({ ...world(), connecting: waiting });
    await settle();
    host.connect({ ...waiting, notice: { code: "state_mismatch" } });
    await settle();
    expect(text()).toContain("does not belong to the sign-in you started here");
    expect(has("button", "Open the page again")).toBe(true);
  });

  test("after a restart the page cannot be opened again, and that is said", async () => {
    openWindow({ ...world(), connecting: { ...waiting, can_open_again: false } });
    await settle();
    expect(has("button", "Open the page again")).toBe(false);
    expect(text()).toContain("cancel and start again");
  });
});

describe("connections", () => {
  test("disconnecting asks first and says what became of the token", async () => {
    const host = openWindow({ ...world(), connections: [acme, sampleConnection] });
    await settle();
    button("Connections").click();
    await settle();
    button("Disconnect: Acme Studio").click();
    await settle();
    expect(host.called("disconnect")).toBe(0);
    await submit(button("Disconnect"));
    expect(host.calls).toContainEqual(["disconnect", { connection: "c1" }]);
    expect(text()).toContain(
      "Acme Studio is disconnected. Notion confirmed that the token no longer works.",
    );
    expect(has("button", "Disconnect: Acme Studio")).toBe(false);
    expect(document.querySelector("dialog")).toBeNull();
  });

  test("a card that changes keeps its buttons, so focus is not lost", async () => {
    const host = openWindow({ ...world(), connections: [acme] });
    await settle();
    button("Connections").click();
    await settle();
    const before = button("Disconnect: Acme Studio");
    host.emit({
      event: "connections",
      data: [{ ...acme, status: "needs_reconnect", listing: { state: "running", found: 7 } }],
    });
    await settle();
    expect(text()).toContain("Reconnect needed");
    expect(button("Disconnect: Acme Studio")).toBe(before);
  });
});

describe("administration", () => {
  const desk = (): Partial<World> => ({
    ...world(),
    connections: [acme],
    authorizations: [
      {
        id: "a2",
        profile_id: "p2",
        profile_name: "Jun",
        workspace: "Tanaka",
        workspace_id: "0c4c7a1e",
        status: "active",
        created: acme.created,
        last_used: null,
      },
    ],
  });

  test("a profile is created unclaimed", async () => {
    const host = openWindow(desk());
    await settle();
    button("Administration").click();
    await settle();
    type(box("Name of the new profile"), "Ines");
    await submit(box("Name of the new profile"));
    expect(host.calls).toContainEqual(["create_profile", { name: "Ines", role: "member" }]);
    expect(text()).toContain("Ines can now open their profile and choose a password.");
    expect(has("button", "Remove profile Ines")).toBe(true);
    expect(has("button", "Remove profile Mara")).toBe(false);
  });

  test("an authorization goes with the administrator's own password, and when is said", async () => {
    const host = openWindow(desk());
    await settle();
    button("Administration").click();
    await settle();
    button("Remove Tanaka of Jun").click();
    await settle();
    type(box("Your own password"), "wrong");
    await submit(box("Your own password"));
    expect(text()).toContain("not the password");
    expect(box("Your own password").value).toBe("");
    type(box("Your own password"), "correct horse");
    await submit(box("Your own password"));
    expect(host.called("remove_authorization")).toBe(2);
    expect(text()).toContain("carried out when Jun next signs in");
    expect(text()).toContain("The grant at Notion remains");
    expect(text()).toContain("Removal waiting");
  });
});

describe("settings", () => {
  test("appearance is set on the document, and settings are saved as chosen", async () => {
    const host = openWindow({ ...world(), connections: [acme] });
    await settle();
    button("Settings").click();
    await settle();
    box("Dark").click();
    await settle();
    expect(document.documentElement.dataset["theme"]).toBe("dark");
    box("Notion app").click();
    await settle();
    box("In pieces").click();
    await settle();
    expect(host.world.settings).toEqual({
      ...DEFAULT_PROFILE_SETTINGS,
      open_in: "notion_app",
      index_memory: "pieces",
    });
    type(box("Current password"), "correct horse");
    type(box("New password"), "staple battery horse");
    type(box("Repeat the password"), "staple battery horse");
    await submit(box("New password"));
    expect(host.calls).toContainEqual([
      "change_password",
      { old: "correct horse", new: "staple battery horse" },
    ]);
    expect(box("Current password").value + box("New password").value).toBe("");
    expect(text()).toContain("The password is changed.");
    expect(text()).toContain("/home/mara/.local/share/net.trovesearch.desktop");
  });
});
