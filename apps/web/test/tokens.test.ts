import '../src/styles.css'
import { afterEach, describe, expect, test } from 'vitest'

const surfaces = ['sunken', 'background', 'panel', 'raised', 'hover', 'selected']
const texts = ['ink-strong', 'ink', 'ink-muted', 'ink-faint', 'accent-text', 'ok-text', 'attention-text', 'broken-text']
const identities = Array.from({ length: 10 }, (_, index) => `id-${index + 1}`)

interface Pair {
  readonly text: string
  readonly surface: string
  readonly least: number
}

const pairs: readonly Pair[] = [
  ...texts.flatMap((text) => surfaces.map((surface) => ({ text, surface, least: 4.5 }))),
  ...['accent', 'ok', 'attention', 'broken'].map((soft) => ({ text: 'ink', surface: `${soft}-soft`, least: 4.5 })),
  ...['accent', 'ok', 'attention', 'broken'].map((soft) => ({
    text: `${soft}-text`,
    surface: `${soft}-soft`,
    least: 4.5,
  })),
  { text: 'primary-contrast', surface: 'primary', least: 4.5 },
  { text: 'primary-contrast', surface: 'primary-hover', least: 4.5 },
  { text: 'accent-contrast', surface: 'accent', least: 4.5 },
  { text: 'accent-contrast', surface: 'broken', least: 4.5 },
  ...['background', 'panel', 'raised'].map((surface) => ({ text: 'line-control', surface, least: 3 })),
  ...['background', 'panel', 'raised'].map((surface) => ({ text: 'accent', surface, least: 3 })),
]

const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })

/** Red, green and blue from 0 to 1 of a CSS colour over white or black ground: what the browser really paints. */
function painted(...layers: readonly string[]): [number, number, number] {
  if (!canvas) throw new Error('A browser has a canvas.')
  for (const layer of layers) {
    canvas.fillStyle = layer
    canvas.fillRect(0, 0, 1, 1)
  }
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data
  return [red / 255, green / 255, blue / 255]
}

/** WCAG 2.1, relative luminance. */
function luminance(colour: readonly [number, number, number]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(text: string, ...surface: readonly string[]): number {
  const [light = 0, dark = 0] = [luminance(painted(...surface)), luminance(painted(...surface, text))].toSorted(
    (a, b) => b - a,
  )
  return (light + 0.05) / (dark + 0.05)
}

const token = (name: string): string => {
  const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
  if (value === '') throw new Error(`There is no token --${name}.`)
  return value
}

/** Where a colour token stands in OKLab, whose distances are those that people see; 0.02 is the least that they do. */
function place(name: string): readonly [number, number, number] {
  const [lightness = 0, chroma = 0, hue = 0] =
    token(name)
      .match(/[\d.]+/g)
      ?.map(Number) ?? []
  const angle = (hue * Math.PI) / 180
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]
}

const distance = (a: string, b: string): number =>
  Math.hypot(...place(a).map((part, index) => part - (place(b)[index] ?? 0)))

describe.each(['light', 'dark'])('in the %s theme', (theme) => {
  afterEach(() => document.documentElement.classList.remove('dark'))
  const use = () => document.documentElement.classList.toggle('dark', theme === 'dark')

  test.each(pairs)('$text on $surface reads', ({ text, surface, least }) => {
    use()
    expect(contrast(token(text), token('background'), token(surface))).toBeGreaterThanOrEqual(least)
  })

  test.each(identities)('text on a memory block of %s reads', (identity) => {
    use()
    const block = `color-mix(in srgb, ${token(identity)} 21%, ${token('panel')})`
    expect(contrast(token('ink-strong'), block)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(token('ink-muted'), block)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(identities)('%s is like no other, and like no status', (identity) => {
    use()
    const others = [...identities.filter((other) => other !== identity), 'ok', 'attention', 'broken']
    expect(others.filter((other) => distance(identity, other) < 0.06)).toEqual([])
  })
})
