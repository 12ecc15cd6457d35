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

-- Content that a connection may not see, not asked for again.
CREATE TABLE denied (
    connection INTEGER NOT NULL REFERENCES connections (key) ON DELETE CASCADE,
    id         BLOB NOT NULL,
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

-- Triggers, so that no statement can forget to count.
CREATE TRIGGER page_added AFTER INSERT ON pages BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (new.key);
END;
CREATE TRIGGER page_changed AFTER UPDATE ON pages BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (new.key);
END;
CREATE TRIGGER page_removed AFTER DELETE ON pages BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (old.key);
END;
CREATE TRIGGER page_seen AFTER INSERT ON page_connections BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER page_unseen AFTER DELETE ON page_connections BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (old.page);
END;
CREATE TRIGGER text_added AFTER INSERT ON texts BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER text_changed AFTER UPDATE ON texts BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER body_noted AFTER INSERT ON bodies BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER body_noted_again AFTER UPDATE ON bodies BEGIN
    INSERT OR REPLACE INTO changes (page) VALUES (new.page);
END;

INSERT INTO changes (page) SELECT key FROM pages ORDER BY edited, key;

-- For making the index anew, newest first.
CREATE INDEX pages_newest_first ON pages (coalesce(edited, 0) DESC, key DESC);
