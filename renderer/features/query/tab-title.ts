const LONGEST = 200

/** A title as it can be shown in one line and saved: without control characters, reversed directions and halves of characters. */
export const tabTitle = (text: string): string =>
  text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ').trim().slice(0, LONGEST).replace(/\p{Cs}/gu, '')
