import { EventEmitter } from 'node:events'
import type { Asked, Screen } from './screen.ts'

export type Frame = { url: string; parent: unknown } | null
export type IpcHandler = (event: { senderFrame: Frame }, ...values: unknown[]) => unknown
type ProtocolHandler = (request: Request) => Promise<Response>
type Origin = { requestingUrl: string; isMainFrame: boolean }

/** What main told the stand-in, and what the stand-in is to say to main. */
export const played = {
  /** The frame that the next calls come from. */
  frame: { url: 'app://tessera/', parent: null } as Frame,
  handlers: new Map<string, IpcHandler>(),
  schemes: [] as Array<{ scheme: string; privileges: object }>,
  protocols: new Map<string, ProtocolHandler>(),
  menus: [] as Array<Array<{ label: string }>>,
  mainWorld: {} as Record<string, unknown>,
  permissionRequest: null as null | ((contents: unknown, permission: string, answer: (granted: boolean) => void, origin: Origin) => void),
  permissionCheck: null as null | ((contents: unknown, permission: string, origin: string, details: Origin) => boolean),
  /** Whether another Tessera has the folder, and what was handed to it. */
  isSecond: false,
  handedOn: null as unknown,
  exitCode: null as number | null,
  /** What the page says when its window is about to close: true holds it back, as `beforeunload` does. */
  holdsBack: false,
  /** The dialogs that were shown, and their errors; each gets the button of `answer`. */
  dialogs: [] as Asked[],
  errors: [] as string[],
  answer: 0,
  /** How a dialog is answered that main does not stand still for. */
  answerLater: async (): Promise<number> => played.answer,
  /** What the system's PAC script says, and what it was asked for. */
  proxy: 'DIRECT',
  proxiesAsked: [] as string[],
  /** Where windows are shown. */
  screen: null as Screen | null,
}

/** What main sends to the preload that the smoke test plays. */
export const preloadEvents = new EventEmitter()

