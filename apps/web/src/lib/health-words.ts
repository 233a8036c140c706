const polled: Readonly<Record<string, string>> = {
  running: 'running models',
  available: 'installed models',
  version: 'version',
  stats: 'host metrics',
}

const named: Readonly<Record<string, string>> = {
  disk: 'Model storage',
  gpu: 'GPU metrics',
  storage: 'Database',
  audit: 'Audit log',
  background: 'Background work',
  'settings-file': 'Settings file',
  'history-file': 'Chats file',
  'alerts:delivery': 'Alert delivery',
  proxies: 'Trusted proxies',
  tls: 'TLS certificate',
  traces: 'Traces',
}

/** "collector:default:running" to a person: "Polling running models". Of another server than the default one, with its name. */
export function componentName(name: string): string {
  const [part, ...rest] = name.split(':')
  const what = rest.at(-1) ?? ''
  const of = rest.length > 1 && rest[0] !== 'default' ? `, ${rest[0]}` : ''
  if (part === 'ollama') return `Ollama ${rest[0] === 'default' ? 'server' : rest[0]}`
  if (part === 'collector') return `Polling ${polled[what] ?? what}${of}`
  if (part === 'cache') return `Cache of ${what === 'show' ? 'model details' : 'capabilities'}${of}`
  return named[name] ?? name
}
