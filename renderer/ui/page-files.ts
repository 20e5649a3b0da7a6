/** Opening and saving text where the host leaves it to the page: a file input and a download. */

/** The file that a person chose, its text null where it is not UTF-8; null where they chose none. */
export function chooseTextFile(accept: string): Promise<{ name: string; text: string | null } | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.addEventListener('cancel', () => resolve(null))
    input.addEventListener('change', async () => {
      const file = input.files?.[0]
      resolve(file ? { name: file.name, text: utf8(await file.arrayBuffer()) } : null)
    })
    input.click()
  })
}

/** A file of another encoding, read as UTF-8, would lose its letters, and a save would make that final. */
function utf8(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Hands a text to the person as every page does. */
export const downloadText = (name: string, text: string): void => download(name, new Blob([text], { type: 'text/plain' }))

/** Hands a file to the person as every page does; the desktop host asks where it goes. */
export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
