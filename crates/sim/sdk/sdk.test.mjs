// Notion's own JavaScript SDK, unmodified and pointed at trove-sim: it must not be able to tell the difference.
// Not a test of the SDK. TROVE_SIM names the built program; `npm ci` here first, then `npm test`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

import {
  APIErrorCode, APIResponseError, Client, collectPaginatedAPI, isFullBlock, isFullDataSource, isFullDatabase,
  isFullPage, isFullUser, iterateAllDataSourceRows, iteratePaginatedAPI, LogLevel,
} from "@notionhq/client";

const program = process.env.TROVE_SIM;
if (!program) throw new Error("TROVE_SIM should name the trove-sim program");

const REDIRECT = "http://localhost:27463/oauth/callback";

/** Starts the program; it ends with our standard input, so it cannot outlive this test. */
async function start(...options) {
  const child = spawn(program, ["--until-stdin-closes", ...options], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...JSON.parse(line), stop: () => child.stdin.end() };
  }
  throw new Error("trove-sim ended before it was ready");
}

let sim;
before(async () => { sim = await start("--limit", "none"); });
after(() => sim?.stop());

const client = (auth, more = {}) =>
  new Client({ auth, baseUrl: sim.origin, notionVersion: "2026-03-11", logLevel: LogLevel.ERROR, logger: () => {}, ...more });
const control = async (verb, body) => {
  const answer = await fetch(sim.control + verb, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
};
const requests = async () => (await (await fetch(`${sim.control}/log`)).json());
const refused = async (call, status, code) => {
  const error = await call().then(() => assert.fail("should have been refused"), error => error);
  assert.ok(error instanceof APIResponseError, String(error));
  assert.deepEqual([error.status, error.code], [status, code]);
  assert.match(error.request_id, /^[0-9a-f-]{36}$/);
  assert.equal(error.headers.get("x-notion-request-id"), error.request_id);
  return error;
};

test("pages through search and tells pages from data sources", async () => {
  const notion = client(sim.internal_token);
  const all = await collectPaginatedAPI(notion.search, { page_size: 9 });
  assert.ok(all.length > 70);
  assert.equal(new Set(all.map(object => object.id)).size, all.length);
  for (const object of all) {
    assert.ok(object.object === "page" ? isFullPage(object) : isFullDataSource(object), object.id);
  }
  const found = await notion.search({
    query: "basil", filter: { property: "object", value: "page" },
    sort: { timestamp: "last_edited_time", direction: "descending" },
  });
  assert.ok(found.results.length >= 3 && !found.has_more);
});

test("works with the version that it sends by default", async () => {
  const notion = client(sim.internal_token, { notionVersion: undefined });
  const { results } = await notion.search({ page_size: 1 });
  assert.equal(results[0].archived, false);
});

test("walks the children of every page", async () => {
  const notion = client(sim.internal_token);
  let blocks = 0;
  const walk = async block_id => {
    for await (const block of iteratePaginatedAPI(notion.blocks.children.list, { block_id, page_size: 3 })) {
      assert.ok(isFullBlock(block));
      blocks += 1;
      if (block.has_children && block.type !== "child_page") await walk(block.id);
    }
  };
  const pages = await collectPaginatedAPI(notion.search, { filter: { property: "object", value: "page" } });
  for (const page of pages) await walk(page.id);
  assert.ok(blocks > 250, String(blocks));
});

test("reads a page every way there is", async () => {
  const notion = client(sim.internal_token);
  const { results: [found] } = await notion.search({ query: "Busan", filter: { property: "object", value: "page" } });
  const page = await notion.pages.retrieve({ page_id: found.id });
  const source = await notion.dataSources.retrieve({ data_source_id: page.parent.data_source_id });
  const database = await notion.databases.retrieve({ database_id: source.parent.database_id });
  assert.ok(isFullDatabase(database));
  assert.ok(database.data_sources.some(({ id }) => id === source.id));
  for (const property of Object.values(page.properties)) {
    const item = await notion.pages.properties.retrieve({ page_id: page.id, property_id: property.id });
    assert.ok(item.object === "property_item" || item.type === "property_item");
  }
  const { markdown, truncated } = await notion.pages.retrieveMarkdown({ page_id: page.id });
  assert.match(markdown, /- \[x\] Sign the lease/);
  assert.equal(truncated, false);
  const rows = [];
  for await (const row of iterateAllDataSourceRows(notion, { data_source_id: source.id })) rows.push(row);
  assert.equal(rows.length, 5);
});

test("gets past ten thousand rows by the SDK's own windows", async () => {
  const big = await start("--limit", "none", "--workspace", "synthetic:400000:1");
  try {
    const notion = client(big.internal_token, { baseUrl: big.origin });
    const rows = new Map();
    let cursor;
    for (let leaf = 0; leaf < 8; leaf += 1) {
      const { results, next_cursor } = await notion.search({ filter: { property: "object", value: "page" }, start_cursor: cursor });
      cursor = next_cursor;
      for (const { parent } of results) {
        if (parent.type === "data_source_id") rows.set(parent.data_source_id, (rows.get(parent.data_source_id) ?? 0) + 1);
      }
    }
    const [[data_source_id]] = [...rows].sort((a, b) => b[1] - a[1]);
    const seen = new Set();
    for await (const row of iterateAllDataSourceRows(notion, { data_source_id })) seen.add(row.id);
    assert.ok(seen.size > 10_000, String(seen.size));
  } finally {
    big.stop();
  }
});

test("reads users, and is refused the list with a person's own token", async () => {
  const me = await client(sim.internal_token).users.me({});
  assert.ok(isFullUser(me) && me.type === "bot");
  assert.equal((await client(sim.internal_token).users.list({})).results.length, 8);
  const own = await client(sim.personal_token).users.me({});
  assert.equal(own.bot.owner.user.name, "Mira");
  await refused(() => client(sim.personal_token).users.list({}), 403, APIErrorCode.RestrictedResource);
});

test("exchanges a code, refreshes, introspects and revokes", async () => {
  const state = "a b&c";
  const query = new URLSearchParams({
    client_id: sim.client_id, redirect_uri: REDIRECT, response_type: "code", owner: "user", state,
  });
  const page = await (await fetch(`${sim.origin}/v1/oauth/authorize?${query}`)).text();
  assert.match(page, /<button id="allow"/);
  assert.match(page, /<button id="cancel"/);
  const form = new URLSearchParams({ decision: "allow", ticket: page.match(/name="ticket" value="([^"]+)"/)[1] });
  for (const [, id] of page.matchAll(/name="page" value="([^"]+)" checked/g)) form.append("page", id);
  const answer = await fetch(`${sim.origin}/v1/oauth/authorize`, { method: "POST", body: form, redirect: "manual" });
  const back = new URL(answer.headers.get("location"));
  assert.equal(back.searchParams.get("state"), state);

  const notion = client(undefined);
  const { client_id, client_secret } = sim;
  const exchange = {
    client_id, client_secret, grant_type: "authorization_code", code: back.searchParams.get("code"), redirect_uri: REDIRECT,
  };
  const grant = await notion.oauth.token(exchange);
  assert.equal(grant.owner.user.person.email, "mira@fernfield.example");
  const again = await notion.oauth.token(exchange).catch(error => error);
  assert.equal(again.status, 400);
  assert.equal(JSON.parse(again.body).code, "invalid_grant");

  const granted = client(grant.access_token);
  assert.equal((await granted.users.me({})).id, grant.bot_id);
  assert.ok((await granted.search({})).results.length > 50);

  const second = await notion.oauth.token({
    client_id, client_secret, grant_type: "refresh_token", refresh_token: grant.refresh_token,
  });
  await refused(() => granted.users.me({}), 401, APIErrorCode.Unauthorized);
  const token = second.access_token;
  assert.equal((await notion.oauth.introspect({ client_id, client_secret, token })).active, true);
  await notion.oauth.revoke({ client_id, client_secret, token });
  assert.equal((await notion.oauth.introspect({ client_id, client_secret, token })).active, false);
});

test("is refused as Notion refuses", async () => {
  const notion = client(sim.internal_token);
  await refused(() => notion.pages.retrieve({ page_id: "nothing" }), 400, APIErrorCode.ValidationError);
  await refused(() => notion.search({ page_size: 500 }), 400, APIErrorCode.ValidationError);
  await refused(() => client("ntn_wrong").users.me({}), 401, APIErrorCode.Unauthorized);
  const gone = () => notion.pages.retrieve({ page_id: "38c9ce7b-60a4-8156-a1b7-cf948b230f66" });
  const error = await refused(gone, 404, APIErrorCode.ObjectNotFound);
  assert.match(error.message, /^Could not find page with ID: 38c9ce7b-60a4-8156-a1b7-cf948b230f66\./);
});

test("recovers from 429 and 503 by its own retry", async () => {
  const notion = client(sim.internal_token, { retry: { initialRetryDelayMs: 1 } });
  await control("/fault", { action: "status", status: 429, retry_after: 1, path: "/v1/search" });
  const before = (await requests()).length;
  const start = Date.now();
  assert.ok((await notion.search({})).results.length > 0);
  assert.ok(Date.now() - start >= 900, "it waited as it was told");
  await control("/fault", { action: "status", status: 503, path: "/v1/users/me" });
  assert.equal((await notion.users.me({})).type, "bot");
  const statuses = (await requests()).slice(before).map(entry => entry.status);
  assert.deepEqual(statuses, [429, 200, 503, 200]);
});

test("runs into the budget of a minute and is told how long to wait", async () => {
  const slow = await start("--limit", "5");
  try {
    const notion = client(slow.internal_token, { baseUrl: slow.origin, retry: false });
    for (let request = 0; request < 5; request += 1) await notion.users.me({});
    const error = await refused(() => notion.users.me({}), 429, APIErrorCode.RateLimited);
    assert.equal(error.additional_data.rate_limit_reason, "public_api_request_rate_limit");
    assert.equal(error.headers.get("retry-after"), error.additional_data.retry_after);
  } finally {
    slow.stop();
  }
});
