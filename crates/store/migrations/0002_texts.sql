PRAGMA user_version = 2;

-- Ties what is derived from this file, the index, to this file.
CREATE TABLE identity (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id   BLOB NOT NULL
) STRICT;
INSERT INTO identity VALUES (1, randomblob(16));

-- The last change of each page, in the order of changes. A number is never given twice;
-- a row whose page is gone says so to those who keep copies.
CREATE TABLE changes (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    page INTEGER NOT NULL UNIQUE
) STRICT;

-- What is searched besides the title. Apart from `pages`, whose rows stay small for
-- reading all of them.
CREATE TABLE texts (
    page       INTEGER PRIMARY KEY REFERENCES pages (key) ON DELETE CASCADE,
    properties TEXT NOT NULL,
    body       TEXT NOT NULL
) STRICT;

-- How a page's body was last read, or why it was not. `edited` is the page's last edit
-- when it was asked for; `settled` is 0 where an edit in the same minute may have come
-- after the answer, since Notion's stamps are rounded down to the minute.
CREATE TABLE bodies (
    page      INTEGER PRIMARY KEY REFERENCES pages (key) ON DELETE CASCADE,
    edited    INTEGER,
    read      INTEGER,
    settled   INTEGER NOT NULL,
    hash      BLOB,
    failure   TEXT,
    failed_at INTEGER,
    failures  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Bodies as Notion sent them; `part` 0 is the page's own, others fill what it left out.
CREATE TABLE markdown (
    page  INTEGER NOT NULL REFERENCES pages (key) ON DELETE CASCADE,
    part  INTEGER NOT NULL,
    block BLOB,
    text  TEXT NOT NULL,
    UNIQUE (page, part)
) STRICT;

-- Content that a connection may not see, not asked for again, and the page that lacks it.
CREATE TABLE denied (
    connection INTEGER NOT NULL REFERENCES connections (key) ON DELETE CASCADE,
    id         BLOB NOT NULL,
    page       BLOB,
    PRIMARY KEY (connection, id)
) STRICT, WITHOUT ROWID;

-- The person's own openings and pins. By Notion's ids: they outlive a page that is
-- unshared for a while.
CREATE TABLE opens (
    id    BLOB NOT NULL PRIMARY KEY,
    worth REAL NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pins (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How a connection is followed: when Notion last answered that nothing newer is there;
-- how fast it may be asked; how many requests a minute proved to be allowed, and when
-- more were refused; whether its search ends before everything is listed; which sweep
-- ran to its end, and when the newest began.
ALTER TABLE connections ADD COLUMN last_checked INTEGER;
ALTER TABLE connections ADD COLUMN pace TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE connections ADD COLUMN allowed INTEGER;
ALTER TABLE connections ADD COLUMN refused_at INTEGER;
ALTER TABLE connections ADD COLUMN capped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN finished_sweep INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connections ADD COLUMN sweep_began INTEGER;

-- How far the rows of a data source were walked in a sweep, oldest first.
CREATE TABLE row_walks (
    connection INTEGER NOT NULL REFERENCES connections (key) ON DELETE CASCADE,
    source     BLOB NOT NULL,
    sweep      INTEGER NOT NULL,
    created    INTEGER,
    finished   INTEGER NOT NULL,
    PRIMARY KEY (connection, source)
) STRICT, WITHOUT ROWID;

-- What bodies name, or pages sit in, and no listing showed, each asked for once.
CREATE TABLE links (
    connection INTEGER NOT NULL REFERENCES connections (key) ON DELETE CASCADE,
    id         BLOB NOT NULL,
    kind       TEXT NOT NULL,
    asked      INTEGER NOT NULL,
    PRIMARY KEY (connection, id)
) STRICT, WITHOUT ROWID;

-- Triggers, so that no statement can forget to count. Not INSERT OR REPLACE: within a
-- trigger the outer statement's way with conflicts, an upsert's for one, takes its place.
CREATE TRIGGER page_added AFTER INSERT ON pages BEGIN
    DELETE FROM changes WHERE page = new.key;
    INSERT INTO changes (page) VALUES (new.key);
END;
CREATE TRIGGER page_changed AFTER UPDATE ON pages BEGIN
    DELETE FROM changes WHERE page = new.key;
    INSERT INTO changes (page) VALUES (new.key);
END;
CREATE TRIGGER page_removed AFTER DELETE ON pages BEGIN
    DELETE FROM changes WHERE page = old.key;
    INSERT INTO changes (page) VALUES (old.key);
END;
CREATE TRIGGER page_seen AFTER INSERT ON page_connections BEGIN
    DELETE FROM changes WHERE page = new.page;
    INSERT INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER page_unseen AFTER DELETE ON page_connections BEGIN
    DELETE FROM changes WHERE page = old.page;
    INSERT INTO changes (page) VALUES (old.page);
END;
CREATE TRIGGER text_added AFTER INSERT ON texts BEGIN
    DELETE FROM changes WHERE page = new.page;
    INSERT INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER text_changed AFTER UPDATE ON texts BEGIN
    DELETE FROM changes WHERE page = new.page;
    INSERT INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER body_noted AFTER INSERT ON bodies BEGIN
    DELETE FROM changes WHERE page = new.page;
    INSERT INTO changes (page) VALUES (new.page);
END;
-- What nobody's copy holds (when exactly it was read, that it is settled) is no change.
CREATE TRIGGER body_noted_again AFTER UPDATE ON bodies
WHEN (old.edited, old.read IS NULL, old.failure IS NULL)
    IS NOT (new.edited, new.read IS NULL, new.failure IS NULL)
BEGIN
    DELETE FROM changes WHERE page = new.page;
    INSERT INTO changes (page) VALUES (new.page);
END;

-- A page that moved into a block: the block may have moved with it, so what was learnt
-- about it is asked for again.
CREATE TRIGGER page_moved AFTER UPDATE ON pages
WHEN (old.parent_kind, old.parent_id) IS NOT (new.parent_kind, new.parent_id)
BEGIN
    DELETE FROM parents WHERE id = new.parent_id;
END;

INSERT INTO changes (page) SELECT key FROM pages ORDER BY edited, key;

-- For making the index anew, newest first.
CREATE INDEX pages_newest_first ON pages (coalesce(edited, 0) DESC, key DESC);

-- Names of people in the workspaces, where a connection may see them.
CREATE TABLE people (
    id   BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
