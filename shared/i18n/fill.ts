/** Fills `{{name}}` in a text; a name without a value stays as it is. */
export const fill = (template: string, params: Record<string, string | number>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(params[name] ?? whole))
