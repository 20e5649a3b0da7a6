import about from '../package.json' with { type: 'json' }

/** The app's version, as the package says. */
export const version: string = about.version
