import { createNotifier } from './notifier.ts'

export type Theme = 'dark' | 'light'
export type Density = 'comfortable' | 'compact'

const root = document.documentElement
const systemIsLight = matchMedia('(prefers-color-scheme: light)')
const changes = createNotifier()

/** Null as long as the system's theme is good enough. */
let chosen = chosenBefore()

function chosenBefore(): Theme | null {
  try {
    const { theme } = JSON.parse(localStorage.getItem('appearance') ?? '{}') as { readonly theme?: unknown }
    return theme === 'dark' || theme === 'light' ? theme : null
  } catch {
    // As theme.js has it: storage may be forbidden or hold something else.
    return null
  }
}

/** What the person chose, kept for the next visit. Where storage is forbidden it holds for this one. */
function remember(): void {
  try {
    const density = currentDensity()
    localStorage.setItem('appearance', JSON.stringify({ ...(chosen && { theme: chosen }), density }))
  } catch {
    // The choice holds while the page is open.
  }
  changes.notify()
}

const currentTheme = (): Theme => (root.classList.contains('dark') ? 'dark' : 'light')
const currentDensity = (): Density => (root.dataset['density'] === 'compact' ? 'compact' : 'comfortable')

/** The theme that is shown. */
export const useTheme = (): Theme => changes.use(currentTheme)
/** The theme that the person chose; null where the system's is shown. */
export const useChosenTheme = (): Theme | null => changes.use(() => chosen)
export const useDensity = (): Density => changes.use(currentDensity)

function showTheme(): void {
  root.classList.toggle('dark', chosen === null ? !systemIsLight.matches : chosen === 'dark')
  // The bar of the window around the page, as theme.js does it before the first paint.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.media = meta.dataset['theme'] === currentTheme() ? 'all' : 'not all'
}

systemIsLight.addEventListener('change', () => {
  if (chosen !== null) return
  showTheme()
  changes.notify()
})

/** Null goes with the system, also when that changes. */
export function setTheme(theme: Theme | null): void {
  chosen = theme
  showTheme()
  remember()
}

export const toggleTheme = (): void => setTheme(currentTheme() === 'dark' ? 'light' : 'dark')

export function setDensity(density: Density): void {
  if (density === 'compact') root.dataset['density'] = 'compact'
  else delete root.dataset['density']
  remember()
}
