import { afterAll, beforeEach, expect, test, vi } from 'vitest'

const root = document.documentElement
const isDark = () => root.classList.contains('dark')
const kept = () => JSON.parse(localStorage.getItem('appearance') ?? '{}') as unknown

/** The system, whose theme can change. */
const system = Object.assign(new EventTarget(), { matches: true })
vi.stubGlobal('matchMedia', () => system)
const { setDensity, setTheme, toggleTheme } = await import('../src/lib/appearance.ts')

function systemBecomes(theme: 'light' | 'dark') {
  system.matches = theme === 'light'
  system.dispatchEvent(new Event('change'))
}

beforeEach(() => {
  systemBecomes('light')
  setTheme(null)
  setDensity('comfortable')
})
afterAll(() => {
  vi.unstubAllGlobals()
  localStorage.clear()
})

test('a theme that was chosen stays, whatever the system does', () => {
  setTheme('dark')
  expect([isDark(), kept()]).toEqual([true, { theme: 'dark', density: 'comfortable' }])
  systemBecomes('dark')
  systemBecomes('light')
  expect(isDark()).toBe(true)
})

test("one can go back to the system's theme, and the page changes with it from then on", () => {
  setTheme('dark')
  setTheme(null)
  expect([isDark(), kept()]).toEqual([false, { density: 'comfortable' }])
  systemBecomes('dark')
  expect(isDark()).toBe(true)
})

test('who chooses a density has chosen no theme', () => {
  setDensity('compact')
  expect(kept()).toEqual({ density: 'compact' })
})

test('the button of the theme chooses the other one', () => {
  toggleTheme()
  expect([isDark(), kept()]).toEqual([true, { theme: 'dark', density: 'comfortable' }])
})
