import { paintTokens, type Face, type Measure, type Paint } from './map-marks.ts'

/** The theme that is shown now, as a canvas and a file need it. */
export interface Palette {
  paint: Record<Paint, string>
  fonts: Record<Face['family'], string>
}

/** Reads the tokens where `element` stands: the environment's colour depends on the place. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element)
  const value = (token: string) => style.getPropertyValue(`--${token}`).trim()
  return {
    paint: Object.fromEntries(paintTokens.map((token) => [token, value(token)])) as Record<Paint, string>,
    fonts: { ui: value('font-ui'), mono: value('font-mono') },
  }
}

export const fontOf = ({ family, size, weight }: Face, { fonts }: Palette): string => `${weight} ${size}px ${fonts[family]}`

/** Measures with the fonts of a palette, each text once: the same names come again with every answer. */
export function measureWith(palette: Palette): Measure {
  const pen = document.createElement('canvas').getContext('2d')!
  const known = new Map<string, number>()
  return (text, face) => {
    const key = `${face.family}${face.weight}${face.size} ${text}`
    let width = known.get(key)
    if (width === undefined) {
      pen.font = fontOf(face, palette)
      width = pen.measureText(text).width
      known.set(key, width)
    }
    return width
  }
}
