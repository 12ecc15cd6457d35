// Asks `trove mcp` by the Model Context Protocol's official TypeScript library.
//
// Prints one line of JSON: what it was told. With PASSWORD in the environment it goes before the
// conversation, as docs/command-line.md shows; without, a window lets this program in.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const { PASSWORD, TROVE } = process.env;
const server =
  PASSWORD === undefined
    ? { command: TROVE, args: ["mcp"] }
    : {
        command: "sh",
        args: ["-c", '{ printf "%s\\n" "$PASSWORD"; exec cat; } | "$TROVE" mcp --password-stdin'],
      };
const client = new Client({ name: "official TypeScript client", version: "1.0" });
await client.connect(new StdioClientTransport({ ...server, env: process.env }));

const { tools } = await client.listTools();
const call = (name, args = {}) => client.callTool({ name, arguments: args });
const found = await call("search", { query: "wet hands", limit: 3 });
if (found.isError) throw new Error(found.content[0].text);
const page = found.structuredContent.hits[0].id;
const read = await call("read_page", { page });
const refused = await call("read_page", { page: "0".repeat(32) });
const coverage = await call("coverage");
if (coverage.isError || !refused.isError) throw new Error(JSON.stringify({ coverage, refused }));
const told = {
  tools: tools.map(({ name }) => name),
  found: page,
  read: read.structuredContent.title,
  markdown: read.structuredContent.markdown,
  refused: refused.content[0].text,
};
await client.close();
console.log(JSON.stringify(told));
