/** What both engines are started with. */
export interface Account {
  user: string
  password: string
}

export interface EngineOptions {
  /** Who may open sessions, with all rights; sessions without a user are the sandbox's own and need none. */
  accounts?: readonly Account[]
  /** A file of SQL to run instead of the demo data; DELIMITER is understood. */
  seedFile?: string
}
