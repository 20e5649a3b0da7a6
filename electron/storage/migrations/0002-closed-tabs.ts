/** Closed tabs stay rows, so that one closed by mistake outlives a restart; `closed_from` is their place in the strip. */
export const closedTabs = {
  version: 2,
  sql: 'ALTER TABLE tabs ADD COLUMN closed_from INTEGER',
}
