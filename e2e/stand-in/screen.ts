/** What is asked of a person in a system's dialog. */
export interface Asked {
  message: string
  detail?: string
  buttons: string[]
}

/** Where the stand-in's windows are shown: the desktop harness has a page of Chromium for them. */
export interface Screen {
  /** The page of a new window, with this preload. */
  open(window: number, preload: string): unknown
  load(window: number, url: string): unknown
  /** A message of main's to the window's preload. */
  send(window: number, channel: string, values: unknown[]): unknown
  /** Asks the page whether it may go, and closes it where it may. */
  close(window: number): unknown
  /** Takes the page away unasked. */
  destroy(window: number): unknown
  /** Ends the page's process. */
  kill(window: number): unknown
  /** The button that is pressed. */
  ask(dialog: number, asked: Asked): Promise<number>
  /** Main needs no answer any more. */
  withdraw(dialog: number): unknown
}

/** What a screen tells main's side: the requests of its pages, and what befalls them. */
export interface MainSide {
  /** A call of a page's preload; `url` is its frame's. */
  invoke(url: string, channel: string, values: unknown[]): Promise<unknown>
  /** A request of a page for an address of the app's own scheme. */
  request(url: string, method: string): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>
  /** An event of Electron's, on the app, a window or its contents. Answers whether a listener prevented what it stands for. */
  emit(target: Target, event: string, ...details: unknown[]): Promise<boolean>
  /** Whether the page may not open a window on `url`. */
  refusesWindow(window: number, url: string): Promise<boolean>
  /** The window's cross. */
  closeWindow(): Promise<void>
  /** The page is gone, as it was asked to be. */
  closed(window: number): Promise<void>
  /** The page would not go. */
  stays(): Promise<void>
  /** The button of the dialogs that main waits for without doing anything else (showMessageBoxSync). */
  willAnswer(button: number): Promise<void>
  /** Those dialogs, as they were shown. */
  askedSync(): Promise<Asked[]>
}

export type Target = 'app' | { window: number; of: 'window' | 'contents' }
