/** Runs sandboxed in the window, apart from its page; gives the page the door and nothing else. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { EventName, Events } from '../shared/contract/events.ts'
import type { Transport } from '../shared/contract/transport.ts'
import { CHANNEL } from './ipc/channel.ts'

const bridge: Transport = {
  invoke: (request) => ipcRenderer.invoke(CHANNEL, request),
  subscribe(event, listener) {
    const forward = (_event: IpcRendererEvent, name: EventName, payload: Events[typeof event]) => {
      if (name === event) listener(payload)
    }
    ipcRenderer.on(CHANNEL, forward)
    return () => ipcRenderer.off(CHANNEL, forward)
  },
}

contextBridge.exposeInMainWorld('tessera', bridge)
