import { useSyncExternalStore } from 'react'

export type Theme = 'dark' | 'light'
export type Density = 'comfortable' | 'compact'

const root = document.documentElement
const listeners = new Set<() => void>()

/** What the person chose, kept for the next visit. Where storage is forbidden it holds for this one. */
function remember(): void {
  try {
    localStorage.setItem('appearance', JSON.stringify({ theme: currentTheme(), density: currentDensity() }))
  } catch {
    // The choice holds while the page is open.
  }
  for (const listener of listeners) listener()
}

const currentTheme = (): Theme => (root.classList.contains('dark') ? 'dark' : 'light')
const currentDensity = (): Density => (root.dataset['density'] === 'compact' ? 'compact' : 'comfortable')

const listen = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useTheme = (): Theme => useSyncExternalStore(listen, currentTheme)
export const useDensity = (): Density => useSyncExternalStore(listen, currentDensity)

export function toggleTheme(): void {
  root.classList.toggle('dark')
  remember()
}

export function setDensity(density: Density): void {
  if (density === 'compact') root.dataset['density'] = 'compact'
  else delete root.dataset['density']
  remember()
}
