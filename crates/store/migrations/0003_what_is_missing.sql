PRAGMA user_version = 3;

-- What Notion listed and this program did not understand. `id` is Notion's, or where
-- `nameless`, made of what came. With `whole` 0 the page itself is stored and only its
-- properties were not all understood. Gone when a later listing does not meet it.
CREATE TABLE left_out (
    connection  INTEGER NOT NULL REFERENCES connections (key) ON DELETE CASCADE,
    id          BLOB NOT NULL,
    nameless    INTEGER NOT NULL,
    whole       INTEGER NOT NULL,
    object      TEXT,
    parent_kind TEXT NOT NULL,
    parent_id   BLOB,
    sweep       INTEGER NOT NULL,
    PRIMARY KEY (connection, id)
) STRICT, WITHOUT ROWID;

-- Since when no listing has been whole; how many requests the last whole one took.
ALTER TABLE connections ADD COLUMN short_since INTEGER;
ALTER TABLE connections ADD COLUMN sweep_cost INTEGER;

-- Since when Notion says that a page is not there, where so many vanished at once that it
-- may be a mistake: what was read stays until that is confirmed.
ALTER TABLE page_connections ADD COLUMN missing_since INTEGER;
CREATE INDEX missing_pages ON page_connections (connection, missing_since) WHERE missing_since IS NOT NULL;

-- How many parts of a body are still to be asked for; whether it may change without its
-- page's stamp; how often in a row reading it again brought nothing; when it was put off
-- because Notion itself was in trouble.
ALTER TABLE bodies ADD COLUMN parts_left INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bodies ADD COLUMN changeable INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bodies ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
CREATE TABLE put_off (
    page INTEGER PRIMARY KEY REFERENCES pages (key) ON DELETE CASCADE,
    at   INTEGER NOT NULL
) STRICT;

-- The parts that are still to be asked for, in no order.
CREATE TABLE parts_left (
    page  INTEGER NOT NULL REFERENCES pages (key) ON DELETE CASCADE,
    block BLOB NOT NULL,
    PRIMARY KEY (page, block)
) STRICT, WITHOUT ROWID;

UPDATE bodies SET changeable = 1 WHERE page IN (
    SELECT page FROM markdown WHERE text LIKE '%<synced_block%' OR text LIKE '%<mention-%');
