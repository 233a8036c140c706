/** A browser says much about others that it is like: the more special one stands first. */
const browsers = [
  ['Edge', /\bEdg(?:A|iOS)?\/(\d{1,4})/],
  ['Opera', /\bOPR\/(\d{1,4})/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d{1,4})/],
  ['Vivaldi', /\bVivaldi\/(\d{1,4})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d{1,4})/],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\/(\d{1,4})/],
  ['Safari', /\bVersion\/(\d{1,4})[\d.]{0,20} (?:Mobile\/\w{1,20} )?Safari\//],
] as const

const systems = [
  ['Windows', /\bWindows\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b|\bX11\b/],
] as const

/** What programs call themselves: `curl/8.5.0`. Every browser says that it is Mozilla. */
const program = /^(?!Mozilla\/)([A-Za-z][\w.-]{0,39})(?:\/(\d{1,4}))?/

/** The longest ones of phones have less. */
const maxRead = 400

/**
 * What people call the browser that a `User-Agent` is of: "Firefox 145 on Windows", "curl 8"; null where it cannot be told. Anybody
 * can send any: of what it says, nothing but these words, a number and the name of a program come through.
 */
export function browserName(userAgent: string | undefined): string | null {
  const text = userAgent?.slice(0, maxRead) ?? ''
  const name = browserIn(text) ?? programIn(text)
  if (name === null) return null
  const system = systems.find(([, pattern]) => pattern.test(text))?.[0]
  return system === undefined ? name : `${name} on ${system}`
}

function browserIn(text: string): string | null {
  for (const [name, pattern] of browsers) {
    const version = pattern.exec(text)?.[1]
    if (version !== undefined) return `${name} ${version}`
  }
  return null
}

function programIn(text: string): string | null {
  const [, name, version] = program.exec(text) ?? []
  return name === undefined ? null : [name, version].filter(Boolean).join(' ')
}
