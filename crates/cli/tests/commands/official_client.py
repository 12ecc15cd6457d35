"""Asks `trove mcp` by the Model Context Protocol's official Python library.

Prints one line of JSON: what it was told. The password goes before the conversation, as
docs/command-line.md shows.
"""

import asyncio
import json
import os

from mcp import Client, StdioServerParameters

SERVER = StdioServerParameters(
    command="sh",
    args=["-c", '{ printf "%s\\n" "$PASSWORD"; exec cat; } | "$TROVE" mcp --password-stdin'],
    env=dict(os.environ),
)


async def main():
    async with Client(SERVER) as client:
        tools = await client.list_tools()
        found = await client.call_tool("search", {"query": "wet hands", "limit": 3})
        page = found.structured_content["hits"][0]["id"]
        read = await client.call_tool("read_page", {"page": page})
        refused = await client.call_tool("read_page", {"page": "0" * 32})
        coverage = await client.call_tool("coverage", {})
        assert not coverage.is_error and refused.is_error, (coverage, refused)
        told = {
            "tools": [tool.name for tool in tools.tools],
            "found": page,
            "read": read.structured_content["title"],
            "markdown": read.structured_content["markdown"],
            "refused": refused.content[0].text,
        }
        print(json.dumps(told))


asyncio.run(main())
