/** Styles are the bundler's business; tsc only needs to know that they can be imported. */
declare module '*.css'
