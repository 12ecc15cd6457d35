-- "Trov" in ASCII: tells our database from any other opened with the same key.
PRAGMA application_id = 0x54726f76;
-- Always the number of the newest migration.
PRAGMA user_version = 1;

-- Ids of Notion's and ours are 16 bytes. Times are milliseconds since 1970, UTC.
-- `key` is a small number of this file's own, for joins; it never leaves the store.
CREATE TABLE connections (
    key                    INTEGER PRIMARY KEY,
    id                     BLOB NOT NULL UNIQUE,
    kind                   TEXT NOT NULL,
    status                 TEXT NOT NULL,
    origin                 TEXT NOT NULL,
    workspace_id           BLOB,
    workspace_name         TEXT NOT NULL,
    workspace_icon         TEXT,
    account_kind           TEXT NOT NULL,
    account_id             BLOB NOT NULL,
    account_name           TEXT,
    account_email          TEXT,
    bot_id                 BLOB,
    duplicated_template_id BLOB,
    owner_json             TEXT,
    created                INTEGER NOT NULL,
    last_used              INTEGER,
    last_listed            INTEGER,
    -- The number of the newest listing begun, and how far back a poll must look.
    sweep                  INTEGER NOT NULL DEFAULT 0,
    watermark              INTEGER
) STRICT;

-- Workspace, account and kind are a connection's identity. NULLs are distinct to a
-- unique index, so an unknown workspace counts as the empty one.
CREATE UNIQUE INDEX connection_identity ON connections (kind, ifnull(workspace_id, x''), account_id);

CREATE TABLE pages (
    key         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    kind        TEXT NOT NULL,
    title       TEXT NOT NULL,
    icon_kind   TEXT,
    icon_value  TEXT,
    icon_color  TEXT,
    parent_kind TEXT NOT NULL,
    parent_id   BLOB,
    url         TEXT,
    created     INTEGER,
    edited      INTEGER,
    edited_by   BLOB,
    in_trash    INTEGER NOT NULL
) STRICT;

-- Through which connections a page is seen, and in which sweep it was seen last.
CREATE TABLE page_connections (
    page       INTEGER NOT NULL REFERENCES pages (key) ON DELETE CASCADE,
    connection INTEGER NOT NULL REFERENCES connections (key),
    sweep      INTEGER NOT NULL,
    PRIMARY KEY (page, connection)
) STRICT, WITHOUT ROWID;

CREATE INDEX pages_of_connection ON page_connections (connection, sweep);

-- Blocks and databases between a page and the page it sits in. `parent_kind` is
-- 'unknown' where Notion would not say: not asked again.
CREATE TABLE parents (
    id          BLOB NOT NULL PRIMARY KEY,
    parent_kind TEXT NOT NULL,
    parent_id   BLOB,
    title       TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- At most one sign-in at Notion waits for its redirect.
CREATE TABLE pending_sign_in (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    record BLOB NOT NULL
) STRICT;
