/** The first tables: connections without their secrets, settings, tabs, layout and the window's place. */
export const first = {
  version: 1,
  sql: `
    CREATE TABLE connections (
      id TEXT PRIMARY KEY,
      settings TEXT NOT NULL CHECK (json_valid(settings)),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT;
    CREATE TABLE tabs (
      id TEXT PRIMARY KEY,
      position INTEGER NOT NULL,
      title TEXT NOT NULL,
      text TEXT NOT NULL,
      connection_id TEXT,
      database TEXT NOT NULL,
      caret INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE workspace (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      active_tab_id TEXT,
      layout TEXT NOT NULL CHECK (json_valid(layout))
    ) STRICT;
    CREATE TABLE window (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      x INTEGER NOT NULL,
      y INTEGER NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      maximized INTEGER NOT NULL
    ) STRICT;
  `,
}
