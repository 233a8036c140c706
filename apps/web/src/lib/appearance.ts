import { createNotifier } from './notifier.ts'

export type Theme = 'dark' | 'light'
export type Density = 'comfortable' | 'compact'

const root = document.documentElement
const changes = createNotifier()

/** What the person chose, kept for the next visit. Where storage is forbidden it holds for this one. */
function remember(): void {
  try {
    localStorage.setItem('appearance', JSON.stringify({ theme: currentTheme(), density: currentDensity() }))
  } catch {
    // The choice holds while the page is open.
  }
  changes.notify()
}

const currentTheme = (): Theme => (root.classList.contains('dark') ? 'dark' : 'light')
const currentDensity = (): Density => (root.dataset['density'] === 'compact' ? 'compact' : 'comfortable')

export const useTheme = (): Theme => changes.use(currentTheme)
export const useDensity = (): Density => changes.use(currentDensity)

export function toggleTheme(): void {
  root.classList.toggle('dark')
  // The bar of the window around the page, as theme.js does it before the first paint.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.media = meta.dataset['theme'] === currentTheme() ? 'all' : 'not all'
  remember()
}

export function setDensity(density: Density): void {
  if (density === 'compact') root.dataset['density'] = 'compact'
  else delete root.dataset['density']
  remember()
}
