/** What was typed since the workspace was last saved, an edit a row; `workspace.typed` is the last edit that the save holds. */
export const typed = {
  version: 6,
  sql: `
    CREATE TABLE typed (
      seq INTEGER PRIMARY KEY,
      tab_id TEXT NOT NULL,
      changes TEXT NOT NULL CHECK (json_valid(changes))
    ) STRICT;
    ALTER TABLE workspace ADD COLUMN typed INTEGER NOT NULL DEFAULT 0;
  `,
}
