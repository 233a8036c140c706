// Before the first paint: the person's theme and density, so that nothing flashes. A file, since the page allows no inline script.
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
