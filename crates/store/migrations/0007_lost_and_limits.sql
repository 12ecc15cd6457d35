PRAGMA user_version = 7;

-- How many parts of a body Notion did not give, or gave in a form that was not understood. The
-- rest is searched; `failed_at` and `failures` tell when it is tried again.
ALTER TABLE bodies ADD COLUMN parts_lost INTEGER NOT NULL DEFAULT 0;

-- Until now such a body counted as one that could not be read at all.
UPDATE bodies SET parts_lost = 1, failure = NULL WHERE failure = 'not_understood' AND read IS NOT NULL;

-- How much of a connection is kept at most, where the person set it; how large a body is, of
-- those read from now on.
ALTER TABLE connections ADD COLUMN most_pages INTEGER;
ALTER TABLE connections ADD COLUMN most_bytes INTEGER;
ALTER TABLE bodies ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
