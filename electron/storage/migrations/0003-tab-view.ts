/** A tab may show something else than a query; the tabs that there were are queries. */
export const tabView = {
  version: 3,
  sql: "ALTER TABLE tabs ADD COLUMN view TEXT NOT NULL DEFAULT 'query'",
}
