/** The one IPC channel: requests go up it, events come down it with their name first. */
export const CHANNEL = 'tessera'
