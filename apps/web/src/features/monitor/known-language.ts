/**
 * A browser that was started in a POSIX locale tells a language such as `en-US@posix`, which `Intl` refuses; uPlot asks
 * `Intl` for that language while it loads, and would not load at all.
 */
export function sayKnownLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language)
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en', configurable: true })
  }
}
