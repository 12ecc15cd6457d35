#!/bin/sh

# @raycast.schemaVersion 1
# @raycast.title Search Trove
# @raycast.mode fullOutput
# @raycast.packageName Trove
# @raycast.icon 🔎
# @raycast.description Finds anything in your Notion workspaces, offline.
# @raycast.argument1 { "type": "text", "placeholder": "words" }

# Raycast starts it with few places to look for programs in.
PATH="$PATH:/usr/local/bin:/opt/homebrew/bin"

# The query is a line of its input, so that a dash in it is no option.
# shellcheck disable=SC2086 # options are words
answer=$({
    printf '%s' "$1" | tr '\n\t' '  '
    echo
} | "${TROVE:-trove}" search --stdin --tsv --limit 15 ${TROVE_OPTIONS-}) || exit $?

printf '%s\n' "$answer" | awk -F '\t' '
    NF < 6 { next }
    {
        found = 1
        print $2
        print $4 ($3 == "" ? "" : " › " $3) ($5 == "" ? "" : " · " $5)
        if ($7 != "") print $7
        print $6 "\n"
    }
    END { if (!found) print "Nothing found." }'
