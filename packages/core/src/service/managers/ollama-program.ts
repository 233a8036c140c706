import { delimiter, join, posix, win32 } from 'node:path'
import type { ServiceHost } from '../service-host.ts'

/** Where its installers put it, beyond PATH: a service of the dashboard often has a short one. */
const usual: Partial<Readonly<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/local/bin/ollama', '/usr/bin/ollama'],
  darwin: ['/usr/local/bin/ollama', '/opt/homebrew/bin/ollama', '/Applications/Ollama.app/Contents/Resources/ollama'],
}

/** The `ollama` program that this user can run: the one that is configured and no other, else the first one in PATH. Null where there is none. */
export async function ollamaProgram(host: ServiceHost, configured: string | null): Promise<string | null> {
  const places = configured === null ? placesOn(host) : [configured]
  for (const place of places) if (await host.isExecutable(place)) return place
  return null
}

function placesOn({ platform, environment }: ServiceHost): readonly string[] {
  const isWindows = platform === 'win32'
  const folders = (environment['PATH'] ?? environment['Path'] ?? '').split(delimiter).filter(Boolean)
  const inPath = folders.map((folder) => join(folder, isWindows ? 'ollama.exe' : 'ollama'))
  const local = environment['LOCALAPPDATA']
  const ofInstaller = isWindows && local ? [win32.join(local, 'Programs', 'Ollama', 'ollama.exe')] : []
  return [...inPath, ...ofInstaller, ...(usual[platform] ?? [])]
}

/** Whether the words of a process are those of `ollama serve`: a name alone would also match an editor that has the file open. */
export const isOllamaServe = ([program = '', verb]: readonly string[]): boolean =>
  verb === 'serve' && posix.basename(program) === 'ollama'
