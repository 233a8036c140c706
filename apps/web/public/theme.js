// Before all else, in a file, since the page allows no inline script.

// The person's theme and density, so that nothing flashes.
;(() => {
  let saved = {}
  try {
    saved = JSON.parse(localStorage.getItem('appearance') ?? '{}')
  } catch {
    // Storage may be forbidden or hold something else: the system's preference is as good.
  }
  const dark = saved.theme ? saved.theme === 'dark' : !matchMedia('(prefers-color-scheme: light)').matches
  document.documentElement.classList.toggle('dark', dark)
  // Also for the bar of the window around the page.
  for (const meta of document.querySelectorAll('meta[name="theme-color"]'))
    meta.media = (meta.dataset.theme === 'dark') === dark ? 'all' : 'not all'
  if (saved.density === 'compact') document.documentElement.dataset.density = 'compact'
})()

// The program of the page may be gone by the time that it is asked for, when a new version takes the place of the old one:
// the page of the new version has its own. Asked for once in a minute, so that what is broken does not reload for ever.
addEventListener(
  'error',
  ({ target }) => {
    if (!(target instanceof HTMLScriptElement)) return
    try {
      const last = Number(sessionStorage.getItem('reloaded-at'))
      if (Date.now() - last < 60_000) return
      sessionStorage.setItem('reloaded-at', String(Date.now()))
      location.reload()
    } catch {
      // Without a storage nothing says how often it was tried.
    }
  },
  true,
)
